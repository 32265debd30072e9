//! Which paragraphs are headings, and of what level.

use crate::model::Block;

use super::contents;
use super::flow::{Para, Piece};
use super::number::{self, Rank};
use super::wording::{caption_like, ends};

/// Headings that are known before the levels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// On the cover.
    Cover,
    /// Centred or large, without a number; 目录.
    Title,
    /// Over a table.
    Caption,
    Numbered(Rank),
}

/// Longer than this is no heading, in characters.
const LONGEST: usize = 64;

/// The document's blocks, headings told from paragraphs.
pub fn blocks(pieces: Vec<Piece>, entries: &[bool], body: f32) -> Vec<Block> {
    let kinds: Vec<Kind> = (0..pieces.len()).map(|at| kind(&pieces, entries, at, body)).collect();
    let level = Levels::of(&kinds);
    let mut seen_cover = false;
    pieces
        .into_iter()
        .zip(kinds)
        .map(|(piece, kind)| match piece {
            Piece::Table(part) => Block::Table(part.table.grid),
            Piece::Para(para) => match kind {
                Kind::Text => Block::Paragraph { runs: para.runs },
                Kind::Cover => {
                    let level = 1 + u8::from(std::mem::replace(&mut seen_cover, true));
                    Block::Heading { level, runs: para.runs }
                }
                other => Block::Heading { level: level.of_kind(other), runs: para.runs },
            },
        })
        .collect()
}

/// Ranks that occur get the levels from 2 on without gaps.
struct Levels {
    titled: bool,
    ranks: Vec<Rank>,
}

impl Levels {
    fn of(kinds: &[Kind]) -> Self {
        let mut ranks: Vec<Rank> =
            kinds.iter().filter_map(|k| if let Kind::Numbered(r) = k { Some(*r) } else { None }).collect();
        ranks.sort_unstable();
        ranks.dedup();
        // One unnumbered title is that of the contents; more divide the document.
        let titled = kinds.iter().filter(|k| **k == Kind::Title).count() > 2 && !ranks.contains(&Rank::Part);
        Self { titled, ranks }
    }

    fn of_kind(&self, kind: Kind) -> u8 {
        match kind {
            Kind::Numbered(rank) => {
                let at = self.ranks.iter().position(|r| *r == rank).unwrap_or(0) as u8;
                (2 + at + u8::from(self.titled)).min(6)
            }
            Kind::Caption => 3,
            _ => 2,
        }
    }
}

fn kind(pieces: &[Piece], entries: &[bool], at: usize, body: f32) -> Kind {
    let Piece::Para(para) = &pieces[at] else { return Kind::Text };
    let length = para.text.chars().count();
    if contents::is_title(&para.text) {
        return Kind::Title;
    }
    if entries.get(at).copied().unwrap_or(false)
        || !(2..=LONGEST).contains(&length)
        || ends(&para.text)
        || para.text.contains(['。', '；'])
        || is_label(&para.text)
        || para.text.chars().all(|c| !c.is_alphabetic())
    {
        return Kind::Text;
    }
    let big = para.size > 1.12 * body;
    let over_table = over_table(pieces, at);
    if over_table
        && (caption_like(&para.text) || (para.centred || big) && number::leading(&para.text).is_none())
    {
        return Kind::Caption;
    }
    match number::leading(&para.text) {
        Some((Rank::Part, n)) if n < para.text.len() => Kind::Numbered(Rank::Part),
        Some((rank, n)) if n < para.text.len() => {
            if numbered_heading(pieces, at, para, rank, big) {
                Kind::Numbered(rank)
            } else {
                Kind::Text
            }
        }
        _ if para.sheet == 0 && big && length <= 40 => Kind::Cover,
        _ if para.centred && (big || para.bold) && length <= 50 => Kind::Title,
        _ if para.centred && length <= 40 && begins_section(pieces, at) => Kind::Title,
        _ if big && para.bold && length <= 40 && begins_section(pieces, at) => Kind::Title,
        _ => Kind::Text,
    }
}

/// Lines that say whose or in what unit a table is: 编制部门：…, 单位：万元.
fn is_label(text: &str) -> bool {
    if !text.contains(['：', ':']) {
        return false;
    }
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    compact.split_once(['：', ':']).is_some_and(|(head, _)| {
        ["单位", "部门", "名称", "日期", "时间", "电话", "地址"].iter().any(|w| head.ends_with(w))
            && head.chars().count() <= 10
    })
}

/// Whether only labels and captions stand between this paragraph and a table on the same page.
fn over_table(pieces: &[Piece], at: usize) -> bool {
    let Piece::Para(para) = &pieces[at] else { return false };
    for piece in pieces[at + 1..].iter().take(5) {
        match piece {
            Piece::Table(t) => return t.sheet == para.sheet,
            Piece::Para(p) if p.sheet == para.sheet && p.text.chars().count() <= 40 && !ends(&p.text) => {}
            Piece::Para(_) => return false,
        }
    }
    false
}

/// A short line before a paragraph that is a sentence, or before a numbered heading.
fn begins_section(pieces: &[Piece], at: usize) -> bool {
    match pieces.get(at + 1) {
        Some(Piece::Para(next)) => ends(&next.text) || number::leading(&next.text).is_some(),
        Some(Piece::Table(_)) => true,
        None => false,
    }
}

/// A numbered line is a heading when it stands out, or when something else than its sibling follows.
fn numbered_heading(pieces: &[Piece], at: usize, para: &Para, rank: Rank, big: bool) -> bool {
    if big || para.bold {
        return true;
    }
    let Some(next) = pieces.get(at + 1) else { return false };
    let Piece::Para(next) = next else { return true };
    let follows = match number::leading(&next.text) {
        Some((other, _)) if other == rank => false,
        Some((other, _)) => other > rank,
        None => true,
    };
    match rank {
        Rank::Part | Rank::Han | Rank::HanBracket => follows,
        _ => follows && ends(&next.text) && next.text.chars().count() > para.text.chars().count(),
    }
}
