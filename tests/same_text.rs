//! One way for meaning: a PDF and the text made of it read the same, and so does a text that was damaged on its way
//! (a table cut by a blank line, a caption without 表, a paragraph broken by a page, headings of uneven level).

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use yusuan::model::{Disclosure, Status};
use yusuan::pipeline::{Media, extract};
use yusuan::{Config, read};

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the samples are there")
        .map(|e| e.expect("a sample").path())
        .filter(|p| p.extension().is_some_and(|e| e == extension))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn texts() -> Vec<(String, String)> {
    let named = |p: &PathBuf| (p.display().to_string(), fs::read_to_string(p).expect("a sample is text"));
    let mut all: Vec<_> = files("samples/text", "txt").iter().map(named).collect();
    all.extend(files("tests/templates", "txt").iter().map(named));
    all
}

fn of_text(text: &str) -> Disclosure {
    read(text.as_bytes(), "document.txt", Media::Text, &Config::default()).expect("text is read")
}

/// Everything that the text says, without places, pages and the captions' numbers.
fn meaning(document: &Disclosure) -> serde_json::Value {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
            serde_json::Value::Object(fields) => {
                for place in ["page", "pages", "bbox", "lines"] {
                    fields.remove(place);
                }
                fields.values_mut().for_each(strip);
            }
            _ => {}
        }
    }
    let d = document;
    let mut value =
        serde_json::to_value((&d.unit, d.fiscal_year, d.kind, &d.tables, &d.claims)).expect("plain data");
    strip(&mut value);
    value
}

/// Asserts that two readings of a document say the same, and names the first difference.
fn same(a: &Disclosure, b: &Disclosure, name: &str) {
    assert_eq!(a.tables.len(), b.tables.len(), "{name}: tables");
    for (one, other) in a.tables.iter().zip(&b.tables) {
        assert_eq!(one.title, other.title, "{name} {}", one.id);
        assert_eq!(one.kind, other.kind, "{name} {}", one.id);
        assert_eq!(one.columns, other.columns, "{name} {}", one.id);
        assert_eq!(one.items, other.items, "{name} {}", one.id);
    }
    for (one, other) in a.claims.iter().zip(&b.claims) {
        assert_eq!(
            (&one.text, &one.concept, &one.code),
            (&other.text, &other.concept, &other.code),
            "{name}"
        );
    }
    assert!(meaning(a) == meaning(b), "{name}: the readings differ");
}

#[test]
fn the_text_of_a_pdf_says_what_the_pdf_says() {
    for path in files("samples/pdf", "pdf") {
        let bytes = fs::read(&path).expect("a sample");
        let config = Config::default();
        let document = read(&bytes, "document.pdf", Media::Pdf, &config).expect("a sample is read");
        let text = extract(&bytes, &config).expect("a sample has text").interchange.text;
        assert!(!document.tables.is_empty() && !document.claims.is_empty());
        same(&document, &of_text(&text), &path.display().to_string());
    }
}

#[test]
fn a_blank_line_does_not_cut_a_table() {
    let mut cuts = 0;
    for (name, text) in texts() {
        let lines: Vec<&str> = text.lines().collect();
        let mut cut = String::new();
        let mut run = 0;
        for (index, line) in lines.iter().enumerate() {
            cut.push_str(line);
            cut.push('\n');
            run = if line.contains('\t') { run + 1 } else { 0 };
            // In the body, well below the header, where the table goes on.
            if run >= 6 && run % 6 == 0 && lines.get(index + 1).is_some_and(|l| l.contains('\t')) {
                cut.push('\n');
            }
        }
        cuts += usize::from(cut != text);
        same(&of_text(&text), &of_text(&cut), &name);
    }
    assert!(cuts >= 5);
}

#[test]
fn a_caption_may_have_lost_its_table_word() {
    let (name, text) = texts().into_iter().find(|(n, _)| n.ends_with("unit-budget.txt")).expect("the sample");
    let mut lost = String::new();
    for line in text.lines() {
        let bare = line.strip_prefix("表 ").or(line.strip_prefix('表')).unwrap_or(line);
        lost.push_str(if bare.starts_with(|c: char| c.is_ascii_digit()) { bare } else { line });
        lost.push('\n');
    }
    assert_ne!(lost, text);
    let (whole, damaged) = (of_text(&text), of_text(&lost));
    let named = |d: &Disclosure| d.tables.iter().map(|t| (t.title.clone(), t.kind)).collect::<Vec<_>>();
    assert_eq!(named(&whole), named(&damaged), "{name}");
}

#[test]
fn a_page_may_break_a_paragraph() {
    let word = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for (name, text) in texts() {
        let mut broken = String::new();
        for line in text.lines() {
            let chars: Vec<char> = line.chars().collect();
            let prose = !line.contains('\t') && !line.starts_with('#') && chars.len() > 80;
            let at = (45..chars.len().saturating_sub(30)).find(|i| word(chars[*i - 1]) && word(chars[*i]));
            match at.filter(|_| prose) {
                Some(at) => {
                    broken.extend(&chars[..at]);
                    broken.push_str("\n\n");
                    broken.extend(&chars[at..]);
                }
                None => broken.push_str(line),
            }
            broken.push('\n');
        }
        same(&of_text(&text), &of_text(&broken), &name);
    }
}

#[test]
fn headings_may_have_any_level() {
    for (name, text) in texts() {
        let mut count = 0;
        let mut uneven = String::new();
        for line in text.lines() {
            let title = line.trim_start_matches('#');
            // A numbered heading says its level itself.
            if title.len() == line.len() || yusuan_parsers::section::number(title.trim()).is_err() {
                uneven.push_str(line);
            } else {
                count += 1;
                uneven.push_str(&"#".repeat(1 + count % 5));
                uneven.push_str(title);
            }
            uneven.push('\n');
        }
        same(&of_text(&text), &of_text(&uneven), &name);
    }
}

#[test]
fn numbers_of_pages_cut_nothing() {
    let mut page = 0;
    for (name, text) in texts() {
        let (mut numbered, mut run) = (String::new(), 0);
        for line in text.lines() {
            numbered.push_str(line);
            numbered.push('\n');
            run = if line.contains('\t') { run + 1 } else { 0 };
            // After sentences, and in the bodies of tables.
            if run >= 6 && run % 6 == 0 || line.ends_with('。') {
                page += 1;
                let _ = write!(numbered, "\n— {page} —\n\n");
            }
        }
        let (whole, cut) = (of_text(&text), of_text(&numbered));
        assert_eq!(whole.tables.len(), cut.tables.len(), "{name}");
        assert_eq!(whole.claims.len(), cut.claims.len(), "{name}");
    }
    assert!(page > 100);
}

#[test]
fn headings_need_neither_marks_nor_numbers() {
    for (name, text) in texts() {
        let bare: String = text.lines().map(|l| l.trim_start_matches(['#', ' ']).to_owned() + "\n").collect();
        let (marked, bare) = (of_text(&text), of_text(&bare));
        let claims = |d: &Disclosure| {
            serde_json::to_string(&d.claims.iter().map(|c| (&c.subject, c.yuan)).collect::<Vec<_>>())
        };
        assert_eq!(claims(&marked).unwrap(), claims(&bare).unwrap(), "{name}");
    }
}

#[test]
fn white_space_of_word_processors_is_white_space() {
    for (name, text) in texts() {
        let mut odd = String::from("\u{feff}");
        let mut before = 'a';
        for c in text.chars() {
            if ('\u{4e00}'..='\u{9fff}').contains(&before) && c.is_ascii_digit() {
                odd.push_str("\u{200b}\u{a0}");
            }
            odd.push(c);
            before = c;
        }
        let (plain, odd) = (of_text(&text), of_text(&odd));
        let shape =
            |d: &Disclosure| (d.tables.iter().map(|t| t.title.clone()).collect::<Vec<_>>(), d.claims.len());
        assert_eq!(shape(&plain), shape(&odd), "{name}");
        let failed = |d: &Disclosure| {
            d.checks.iter().filter(|c| c.status == Status::Fail).map(|c| c.rule.clone()).collect::<Vec<_>>()
        };
        assert_eq!(failed(&plain), failed(&odd), "{name}");
    }
}

#[test]
fn an_item_may_have_its_figures_on_lines_of_their_own() {
    let mut cuts = 0;
    for (name, text) in texts() {
        let apart: String =
            text.lines().map(|l| l.replace("（项）。主要用于", "（项）。\n\n主要用于") + "\n").collect();
        cuts += usize::from(apart != text);
        let (whole, apart) = (of_text(&text), of_text(&apart));
        let claims = |d: &Disclosure| {
            d.claims.iter().map(|c| (c.subject.clone(), c.code.clone(), c.yuan)).collect::<Vec<_>>()
        };
        assert_eq!(claims(&whole), claims(&apart), "{name}");
    }
    assert!(cuts > 0, "no sample has such items");
}
