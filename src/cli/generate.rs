//! `yusuan completions` and `yusuan man`: made from the command line itself.

use std::path::PathBuf;

use clap::CommandFactory as _;

use super::Cli;
use super::exit::Exit;
use super::print::{self, note};

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

/// Prints a completion script.
pub fn completions(args: &Completions) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "yusuan", &mut script);
    print::data(&script).err().unwrap_or(Exit::Success)
}

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct Man {
    /// Write yusuan.1 and a page for each subcommand here instead of printing yusuan.1
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Prints or writes the man pages.
pub fn man(args: &Man) -> Exit {
    let command = Cli::command();
    let Some(folder) = &args.output else {
        let mut page = Vec::new();
        return match clap_mangen::Man::new(command).render(&mut page) {
            Ok(()) => print::data(&page).err().unwrap_or(Exit::Success),
            Err(e) => unwritten("yusuan.1", &e),
        };
    };
    let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
    written.map_or_else(|e| unwritten(&folder.to_string_lossy(), &e), |()| Exit::Success)
}

fn unwritten(what: &str, e: &std::io::Error) -> Exit {
    note(format_args!("cannot write {what}: {e}"));
    Exit::Unwritten
}
