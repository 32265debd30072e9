//! The program `yusuan`: see `yusuan --help`.

fn main() -> std::process::ExitCode {
    yusuan::cli::main()
}
