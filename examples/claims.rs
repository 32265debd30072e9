//! Prints the claims of documents, one a line, and how many of the printed amounts they cover:
//! `cargo run --example claims -- [-v] FILE…`. A tool for those who work on the narrative's grammar.

use std::process::ExitCode;

use yusuan::Config;
use yusuan::model::{Claim, Section, SectionRole};
use yusuan::pipeline::Media;

fn main() -> ExitCode {
    let mut verbose = false;
    let (mut printed, mut claimed) = (0, 0);
    for argument in std::env::args().skip(1) {
        if argument == "-v" {
            verbose = true;
            continue;
        }
        let Ok(bytes) = std::fs::read(&argument) else { return ExitCode::FAILURE };
        let media = if bytes.starts_with(b"%PDF") { Media::Pdf } else { Media::Text };
        let document = match yusuan::read(&bytes, &argument, media, &Config::default()) {
            Ok(document) => document,
            Err(error) => {
                eprintln!("{argument}: {error}");
                continue;
            }
        };
        let claims = &document.claims;
        let (amounts, covered, missing) = coverage(&document.sections, claims);
        println!("{argument}: {covered}/{amounts} amounts claimed, {} claims", claims.len());
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
fn coverage(sections: &[Section], claims: &[Claim]) -> (usize, usize, Vec<String>) {
    let (mut amounts, mut covered, mut missing) = (0, 0, Vec::new());
    for (index, section) in sections.iter().enumerate() {
        if matches!(section.role, SectionRole::Glossary | SectionRole::Contents) {
            continue;
        }
        let text = format!("{}\n{}", section.title, section.text);
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut own: Vec<String> = claims
            .iter()
            .filter(|c| c.section == index)
            .map(|c| c.text.chars().filter(|c| !c.is_whitespace()).collect())
            .collect();
        for (at, _) in text.match_indices('元') {
            let before = text[..at].trim_end_matches(['万', '亿', '千']);
            let number: String =
                before.chars().rev().take_while(|c| c.is_ascii_digit() || ",.，".contains(*c)).collect();
            let number: String = number.chars().rev().collect();
            if !number.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            amounts += 1;
            let printed =
                format!("{}{}元", number.trim_start_matches([',', '.', '，']), &text[before.len()..at]);
            match own.iter().position(|t| t.trim_start_matches('-') == printed) {
                Some(index) => {
                    own.swap_remove(index);
                    covered += 1;
                }
                None => missing.push(format!("{printed} in {}", section.title)),
            }
        }
    }
    (amounts, covered, missing)
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
