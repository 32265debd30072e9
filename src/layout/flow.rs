//! Lines → paragraphs, over lines and pages.

mod margins;

use crate::model::{BBox, TextRun};

use super::contents;
use super::grid::FoundTable;
use super::line::{Line, is_wide};
use super::number::{self, Rank};
use super::sheet::{Item, Sheet};
use super::upright::Turn;
use super::wording::{begins_caption, begins_note, begins_with_year, caption_like, ends, is_label, is_note};
use margins::Margins;
pub use margins::body_size;

/// What the pages hold, one after the other.
#[derive(Debug)]
pub enum Piece {
    /// A paragraph, joined over lines and pages.
    Para(Para),
    /// A table of one page.
    Table(Part),
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub struct Para {
    /// One run a printed line, with the white space that joins it to the next.
    pub runs: Vec<TextRun>,
    /// All of it.
    pub text: String,
    /// Font size of its first line.
    pub size: f32,
    /// Bold.
    pub bold: bool,
    /// Every line stands in the middle of the page.
    pub centred: bool,
    /// Index of the sheet on which it begins.
    pub sheet: usize,
}

impl Para {
    /// A paragraph of one run.
    fn of(run: TextRun, size: f32, sheet: usize) -> Self {
        Self { text: run.text.clone(), runs: vec![run], size, bold: false, centred: false, sheet }
    }
}

/// A table of one page and what joining needs to know of the page.
#[derive(Debug)]
pub struct Part {
    /// The table.
    pub table: FoundTable,
    /// Index of the sheet on which it begins.
    pub sheet: usize,
    /// Index of the sheet on which it ends.
    pub last_sheet: usize,
    /// Size of the upright page on which it ends.
    pub size: (f32, f32),
}

/// The pages' paragraphs and tables.
pub fn pieces(sheets: Vec<Sheet>, body: f32) -> Vec<Piece> {
    let own: Vec<Option<Margins>> = sheets.iter().map(|s| margins::own(s, body)).collect();
    let margins: Vec<Margins> = (sheets.iter().zip(&own))
        .map(|(s, own_)| own_.unwrap_or_else(|| margins::usual(s, &sheets, &own)))
        .collect();
    let indented = margins::indents(&sheets, &margins);
    let mut flow = Flow { out: Vec::new(), open: None, body, indented };
    for (at, sheet) in sheets.into_iter().enumerate() {
        crate::clock::tick();
        let frame =
            Frame { at, number: sheet.number, turn: sheet.turn, width: sheet.width, margins: margins[at] };
        for item in sheet.items {
            crate::clock::tick();
            match item {
                Item::Line(line) => flow.line(line, &frame),
                Item::Table(table) => {
                    flow.close();
                    flow.table(*table, &frame, (sheet.width, sheet.height));
                }
            }
        }
    }
    flow.close();
    flow.out
}

/// The page that a line stands on.
struct Frame {
    at: usize,
    number: u32,
    turn: Turn,
    width: f32,
    margins: Margins,
}

struct Open {
    para: Para,
    last: Line,
    sheet: usize,
    margins: Margins,
    /// Distance of the paragraph's last two baselines.
    pitch: Option<f32>,
    /// Left edges of the first and second line.
    starts: (f32, Option<f32>),
}

struct Flow {
    out: Vec<Piece>,
    open: Option<Open>,
    body: f32,
    indented: bool,
}

impl Flow {
    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.out.push(Piece::Para(open.para));
        }
    }

    /// A table with what stands inside its frame above and below its cells.
    fn table(&mut self, mut table: FoundTable, frame: &Frame, size: (f32, f32)) {
        let back = |run: TextRun| TextRun { page: frame.number, bbox: frame.turn.back(&run.bbox), ..run };
        if let Some(entries) = contents::framed(&table) {
            for run in entries {
                self.out.push(Piece::Para(Para::of(back(run), self.body, frame.at)));
            }
            return;
        }
        for run in std::mem::take(&mut table.leading) {
            self.out.push(Piece::Para(Para::of(back(run), self.body, frame.at)));
        }
        let mut notes: Vec<Para> = Vec::new();
        for run in std::mem::take(&mut table.trailing) {
            let begins = number::leading(&run.text).is_some() || is_note(&run.text);
            match notes.last_mut().filter(|n| !begins && !ends(&n.text)) {
                Some(note) => {
                    note.text.push_str(&run.text);
                    note.runs.push(back(run));
                }
                None => notes.push(Para::of(back(run), self.body, frame.at)),
            }
        }
        for cell in table.grid.rows.iter_mut().flatten() {
            cell.bbox = frame.turn.back(&cell.bbox);
        }
        self.out.push(Piece::Table(Part { table, sheet: frame.at, last_sheet: frame.at, size }));
        self.out.extend(notes.into_iter().map(Piece::Para));
    }

    fn line(&mut self, line: Line, frame: &Frame) {
        if let Some((head, tail)) = unit_part(&line) {
            self.line(head, frame);
            self.line(tail, frame);
            return;
        }
        let centre = (line.bbox.center().0 - frame.width / 2.0).abs() < 0.04 * frame.width
            || (line.bbox.center().0 - f32::midpoint(frame.margins.left, frame.margins.right)).abs()
                < 0.5 * line.size;
        let centred =
            centre && line.bbox.x0 > frame.margins.left + 2.5 * line.size && line.first && line.last;
        let joins = self.open.as_ref().is_some_and(|open| self.joins(open, &line, centred, frame));
        if !joins {
            self.close();
        }
        let run = TextRun { text: line.text.clone(), page: frame.number, bbox: frame.turn.back(&line.bbox) };
        match &mut self.open {
            Some(open) => {
                if seam(&open.last, &line) {
                    open.para.text.push(' ');
                    if let Some(r) = open.para.runs.last_mut() {
                        r.text.push(' ');
                    }
                }
                open.para.text.push_str(&line.text);
                open.para.runs.push(run);
                open.para.centred &= centred;
                open.pitch = (open.sheet == frame.at).then_some(line.y - open.last.y).or(open.pitch);
                open.starts.1 = open.starts.1.or(Some(line.bbox.x0));
                (open.last, open.sheet, open.margins) = (line, frame.at, frame.margins);
            }
            none => {
                let para = Para {
                    text: line.text.clone(),
                    runs: vec![run],
                    size: line.size,
                    bold: line.bold,
                    centred,
                    sheet: frame.at,
                };
                let starts = (line.bbox.x0, None);
                *none = Some(Open {
                    para,
                    starts,
                    last: line,
                    sheet: frame.at,
                    margins: frame.margins,
                    pitch: None,
                });
            }
        }
    }

    /// Whether `next` continues the open paragraph.
    fn joins(&self, open: &Open, next: &Line, centred: bool, frame: &Frame) -> bool {
        let last = &open.last;
        if !last.first || !last.last || !next.first {
            return false;
        }
        let size = last.size.max(next.size).max(1.0);
        if (last.size - next.size).abs() > 0.08 * size {
            return false;
        }
        let same_page = open.sheet == frame.at;
        let pitch = next.y - last.y;
        if same_page {
            let most = open.pitch.map_or(2.6 * size, |p| p.abs() * 1.25 + 1.0);
            if pitch <= 0.0 || pitch > most {
                return false;
            }
        }
        if begins_caption(&next.text) || is_label(&next.text) || begins_note(&next.text) {
            return false;
        }
        // The unit at the right of the page, with nothing behind it.
        let middle = f32::midpoint(open.margins.left, open.margins.right);
        if open.para.runs.len() == 1 && is_label(&last.text) && last.bbox.x0 > middle {
            return false;
        }
        let enumerated = number::leading(&next.text).map(|(rank, _)| rank);
        let ended = ends(&last.text);
        // What a line of a title or a cover needs to go on in another one.
        let one_title = || {
            same_page
                && !ended
                && enumerated.is_none()
                && last.bold == next.bold
                && pitch < 2.3 * size
                && !begins_with_year(&next.text)
                && !next.text.contains(['：', ':'])
                && !caption_like(&next.text)
        };
        if centred && open.para.centred {
            return stands_out(last, self.body) && one_title() && !caption_like(&open.para.text);
        }
        let room = open.margins.right - last.bbox.x1;
        if centred && !open.para.centred && next.size > 1.1 * self.body {
            // A line of a cover that fills its page goes on in the middle of the next: 预算主管部门：…管理 | 局.
            let filled =
                room < 1.6 * size && open.para.runs.len() == 1 && next.bbox.width() < last.bbox.width();
            return filled && one_title();
        }
        // Where paragraphs are indented, a line at the margin goes on with the unfinished line above it, whatever
        // widths the producer measured with.
        let at_margin = (next.bbox.x0 - frame.margins.left).abs() < 0.5 * size;
        let unfinished = self.indented
            && !ended
            && !stands_out(last, self.body)
            && at_margin
            && last.bbox.width() > 0.6 * (open.margins.right - open.margins.left);
        let full =
            next.head_width > room - 0.25 * size || room < if ended { 0.6 } else { 1.6 } * size || unfinished;
        if !full {
            return false;
        }
        if last.bold != next.bold && (open.para.bold || next.bold) && ended {
            return false;
        }
        let indent = next.bbox.x0 - frame.margins.left;
        let hanging = open.starts.1.is_some_and(|x| same_page && (next.bbox.x0 - x).abs() < 0.5 * size);
        if indent > 0.8 * size && !hanging {
            // Deeper than the margin: a new paragraph, unless the sentence is not at its end and the number of a
            // list item hangs out to the left.
            return !ended
                && enumerated.is_none()
                && open.starts.1.is_none()
                && same_page
                && (next.bbox.x0 > open.starts.0 + 0.5 * size
                    || (next.bbox.x0 - open.starts.0).abs() < 0.5 * size && indent > 4.0 * size);
        }
        if !ended {
            let bracketed =
                matches!(enumerated, Some(Rank::HanBracket | Rank::ArabicBracket)) && self.indented;
            return (enumerated.is_none() || bracketed) && !contents::is_led(&last.text);
        }
        if enumerated.is_some()
            && !(self.indented && at_margin && number::goes_on(&open.para.text, &next.text))
        {
            return false;
        }
        let loose = open.pitch.is_some_and(|p| same_page && pitch > 1.12 * p);
        if loose {
            return false;
        }
        self.indented || same_page
    }
}

/// Whether a line is printed as headings are: bold, or larger than the text.
fn stands_out(line: &Line, body: f32) -> bool {
    line.bold || line.size > 1.1 * body
}

/// Whether white space belongs between two lines of a paragraph: between Latin words only.
fn seam(last: &Line, next: &Line) -> bool {
    let (Some(a), Some(b)) = (last.text.chars().last(), next.text.chars().next()) else { return false };
    if is_wide(a) || is_wide(b) {
        return false;
    }
    let latin = |c: char| c.is_alphabetic();
    latin(a) && latin(b) || last.trailing_space && (latin(a) || latin(b))
}

/// Parts a line where the unit of a table follows its caption or its maker after a gap.
fn unit_part(line: &Line) -> Option<(Line, Line)> {
    let &(at, x) = line.gaps.iter().find(|(at, _)| {
        let tail = line.text.get(*at as usize..).unwrap_or("").trim_start();
        ["单位：", "单位:", "金额单位", "计量单位", "货币单位"].iter().any(|w| tail.starts_with(w))
    })?;
    let (head, tail) = line.text.split_at_checked(at as usize)?;
    if head.trim().is_empty() {
        return None;
    }
    let mut first = line.clone();
    let mut second = line.clone();
    head.trim_end().clone_into(&mut first.text);
    first.bbox = BBox { x1: x.min(line.bbox.x1), ..line.bbox };
    (first.last, first.gaps) = (false, Vec::new());
    tail.trim_start().clone_into(&mut second.text);
    second.bbox = BBox { x0: x, ..line.bbox };
    (second.first, second.gaps) = (false, Vec::new());
    Some((first, second))
}
