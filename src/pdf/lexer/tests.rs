use super::*;

fn tokens(s: &str) -> Vec<Token<'_>> {
    Lexer::new(s.as_bytes()).collect()
}

#[test]
fn tokens_of_a_text_block() {
    assert_eq!(
        tokens("BT/F1 12 Tf[(a\\)b)-20.5<0A0b>]TJ%x\nET"),
        vec![
            Token::Word(b"BT"),
            Token::Name(b"F1"),
            Token::Number(12.0),
            Token::Word(b"Tf"),
            Token::ArrayStart,
            Token::Literal(b"a\\)b"),
            Token::Number(-20.5),
            Token::Hex(b"0A0b"),
            Token::ArrayEnd,
            Token::Word(b"TJ"),
            Token::Word(b"ET"),
        ]
    );
}

#[test]
fn numbers_as_producers_write_them() {
    let value = |s| match tokens(s).first() {
        Some(Token::Number(v)) => Some(*v),
        _ => None,
    };
    assert_eq!(value("-.5"), Some(-0.5));
    assert_eq!(value("4."), Some(4.0));
    assert_eq!(value("--5"), Some(-5.0));
    assert_eq!(value("+7"), Some(7.0));
    assert!(value("0.00000000000000000000000001").is_some_and(|v| v < 1e-9));
    assert_eq!(value("12-34"), Some(12.0));
    assert_eq!(value("1e-3"), Some(0.001));
    assert_eq!(value("99999999999999999999999"), Some(1e18));
}

#[test]
fn strings_nest_escape_and_may_be_cut_off() {
    let bytes = |s: &str| {
        let mut out = Vec::new();
        assert!(tokens(s)[0].string(&mut out));
        out
    };
    assert_eq!(bytes("(a(b)c)"), b"a(b)c");
    assert_eq!(bytes("(\\101\\n\\\r\nx\\7)"), b"A\nx\x07");
    assert_eq!(bytes("<4 1\n4>"), b"A@");
    assert_eq!(bytes("(cut"), b"cut");
    assert_eq!(bytes("(cut\\"), b"cut");
}

proptest::proptest! {
    // Up to fifteen digits, which a float holds exactly; of more the last may be rounded twice.
    #[test]
    fn numbers_are_what_the_standard_library_reads(n in "-?([0-9]{1,8}(\\.[0-9]{0,7})?|\\.[0-9]{1,7})", tail in "[ /\\[(<\\]T\\-]?.{0,9}") {
        let both = format!("{n}{tail}");
        let expected: f64 = n.parse().unwrap();
        let first = Lexer::new(both.as_bytes()).next();
        if tail.is_empty() || tail.starts_with([' ', '/', '[', '(', '<', ']']) {
            proptest::prop_assert_eq!(first, Some(Token::Number(expected)));
        }
        let alone = Lexer::new(n.as_bytes()).next();
        proptest::prop_assert_eq!(alone, Some(Token::Number(expected)));
    }

    #[test]
    fn any_bytes_end(data: Vec<u8>) {
        let mut out = Vec::new();
        for t in Lexer::new(&data) {
            t.string(&mut out);
        }
    }
}
