//! Prints the claims of documents, one a line, and how many of the printed amounts they cover:
//! `cargo run --example claims -- [-v] FILE…`. A tool for those who work on the narrative's grammar.

use std::process::ExitCode;

use yusuan::bind::claims::{Setting, read};
use yusuan::bind::Paragraph;
use yusuan::model::{Claim, DocumentKind, PlaceMap, Section, SectionRole};
use yusuan::vocabulary::Vocabulary;

fn main() -> ExitCode {
    let mut verbose = false;
    let (mut printed, mut claimed) = (0, 0);
    for argument in std::env::args().skip(1) {
        if argument == "-v" {
            verbose = true;
            continue;
        }
        let Ok(bytes) = std::fs::read(&argument) else { return ExitCode::FAILURE };
        let text = if bytes.starts_with(b"%PDF") {
            match yusuan::pipeline::extract(&bytes, &yusuan::Config::default()) {
                Ok(extracted) => extracted.interchange.text,
                Err(error) => {
                    eprintln!("{argument}: {error}");
                    continue;
                }
            }
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let (sections, paragraphs) = narrative(&text);
        let vocabulary = Vocabulary::default();
        let kind = if text.contains("决算数") { DocumentKind::FinalAccount } else { DocumentKind::Budget };
        let year = yusuan_parsers::year::find(&text).map(|(_, y)| y);
        let setting = Setting { unit: None, year, kind, vocabulary: &vocabulary };
        let start = std::time::Instant::now();
        let claims = read(&paragraphs, &sections, &PlaceMap::default(), &setting);
        let spent = start.elapsed();
        let (amounts, covered, missing) = coverage(&sections, &paragraphs, &claims);
        println!("{argument}: {covered}/{amounts} amounts claimed, {} claims, {spent:?}", claims.len());
        for text in missing {
            println!("  missing: {text}");
        }
        printed += amounts;
        claimed += covered;
        if verbose {
            claims.iter().for_each(show);
        }
    }
    println!("total: {claimed}/{printed}");
    ExitCode::SUCCESS
}

/// Amounts printed in the narrative (a number before 元, 万元, 亿元), how many of them are claims, and the others.
fn coverage(sections: &[Section], paragraphs: &[Paragraph], claims: &[Claim]) -> (usize, usize, Vec<String>) {
    let (mut amounts, mut covered, mut missing) = (0, 0, Vec::new());
    for paragraph in paragraphs {
        if sections.get(paragraph.section).is_some_and(|s| s.role != SectionRole::Narrative) {
            continue;
        }
        let text: String = paragraph.text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut own: Vec<String> = claims
            .iter()
            .filter(|c| c.section == paragraph.section)
            .map(|c| c.text.chars().filter(|c| !c.is_whitespace()).collect())
            .collect();
        for (at, _) in text.match_indices('元') {
            let before = text[..at].trim_end_matches(['万', '亿', '千']);
            let number: String = before.chars().rev().take_while(|c| c.is_ascii_digit() || ",.，".contains(*c)).collect();
            let number: String = number.chars().rev().collect();
            if !number.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            amounts += 1;
            let printed = format!("{}{}元", number.trim_start_matches([',', '.', '，']), &text[before.len()..at]);
            match own.iter().position(|t| t.trim_start_matches('-') == printed) {
                Some(index) => {
                    own.swap_remove(index);
                    covered += 1;
                }
                None => missing.push(format!("{printed} in {}", text.chars().take(60).collect::<String>())),
            }
        }
    }
    (amounts, covered, missing)
}

/// Headings and paragraphs, as plainly as can be; the pipeline does better.
fn narrative(text: &str) -> (Vec<Section>, Vec<Paragraph>) {
    let section = |title: &str, parent| Section {
        number: String::new(),
        title: title.to_owned(),
        parent,
        role: if title.contains("名词解释") { SectionRole::Glossary } else { SectionRole::Narrative },
        pages: Vec::new(),
        text: String::new(),
    };
    let mut sections = vec![section("", None)];
    let mut levels: Vec<(usize, usize)> = Vec::new();
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if body.is_empty() || body.contains('\t') {
            continue;
        }
        let level = body.bytes().take_while(|b| *b == b'#').count();
        if level > 0 {
            levels.retain(|(l, _)| *l < level);
            let title = body[level..].trim();
            let title = yusuan_parsers::section::number(title).map_or(title, |(_, rest)| rest.trim());
            let glossary = levels.iter().any(|(_, i)| sections[*i].role == SectionRole::Glossary);
            sections.push(section(title, levels.last().map(|l| l.1)));
            if glossary && let Some(last) = sections.last_mut() {
                last.role = SectionRole::Glossary;
            }
            levels.push((level, sections.len() - 1));
            continue;
        }
        if ["单位：", "单位:", "编制"].iter().any(|w| body.starts_with(w)) {
            continue;
        }
        let mut paragraph = Paragraph { section: sections.len() - 1, ..Paragraph::default() };
        paragraph.push(body, start);
        paragraphs.push(paragraph);
    }
    (sections, paragraphs)
}

fn show(claim: &Claim) {
    let value = claim.yuan.or(claim.percent).or(claim.count).map_or(String::from("-"), |v| v.to_string());
    println!(
        "  {} {:?}{} {} = {value} | {} {} {} | {:?} {:?}{} {:?} {:?} | of {} base {} list {}",
        claim.id,
        claim.measure,
        claim.wording.map_or(String::new(), |w| format!("/{w:?}")),
        claim.text,
        claim.subject.join("/"),
        claim.code.as_deref().unwrap_or("-"),
        claim.concept.as_deref().unwrap_or("-"),
        claim.direction,
        claim.baseline,
        claim.base_year.map_or(String::new(), |y| y.to_string()),
        claim.phase,
        claim.year,
        claim.of.as_deref().unwrap_or("-"),
        claim.base.as_deref().unwrap_or("-"),
        claim.group.map_or(String::from("-"), |g| g.to_string()),
    );
}
