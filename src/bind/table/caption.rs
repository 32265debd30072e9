//! What stands around a table: title, number, unit line, whose table it is, notes.

mod lines;

use yusuan_parsers::table::Block;
use yusuan_parsers::{section, title};

use super::super::frame::labelled;
use super::super::{Reading, Use};
use super::{Found, RawCell};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::fold::{bare, folding};
use lines::{is_frame_line, is_hint, is_note, is_title, strip_unit, unit_line};

/// What was printed inside the grid, above its header and below its body.
#[derive(Debug, Default)]
pub(super) struct Inside {
    lines: Vec<String>,
    pub notes: Vec<String>,
}

/// How many blocks above a table may belong to its caption.
const REACH: usize = 8;

/// Takes the rows that hold title, unit line or notes out of the grid.
pub(super) fn inside(grid: &mut Vec<Vec<RawCell>>, vocabulary: &Vocabulary) -> Inside {
    let mut inside = Inside::default();
    let mut top = 0;
    for row in grid.iter().take(5) {
        let filled: Vec<&str> = row.iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
        let captions = filled.iter().all(|t| is_frame_line(t)) && grid.len() > top + 1;
        let titled = filled.len() == 1
            && is_title(filled[0], vocabulary)
            && grid.len() > top + 1
            && !vocabulary.is_header_word(filled[0])
            && filled[0].ends_with(['表', ')', '）', '开']);
        if !(captions || titled) {
            break;
        }
        inside.lines.extend(filled.iter().map(|t| (*t).to_owned()));
        top += 1;
    }
    grid.drain(..top);
    let mut notes = Vec::new();
    while let Some(row) = grid.last() {
        let mut filled = row.iter().filter(|c| !c.text.is_empty());
        match (filled.next(), filled.next()) {
            (Some(cell), None) if is_note(&cell.text) && grid.len() > 1 => notes.push(cell.text.clone()),
            _ => break,
        }
        grid.pop();
    }
    notes.reverse();
    inside.notes = notes;
    inside
}

/// Caption lines whose parts are set with tabs (`部门：… ⇥ 单位：万元`) are no tables.
pub(super) fn untab(reading: &mut Reading<'_>) {
    let text = &reading.interchange.text;
    for (block, used) in reading.blocks.iter_mut().zip(&reading.uses) {
        let Block::Table { rows } = block else { continue };
        let frame = |cell: &str| cell.is_empty() || is_frame_line(cell);
        if *used == Use::Narrative && rows.len() == 1 && rows[0].cells(text).into_iter().all(frame) {
            *block = Block::Paragraph { range: rows[0].range.clone() };
        }
    }
}

/// Fills title, number, unit and unit name from inside the grid and from the blocks above it, down to `floor`.
pub(super) fn above(
    reading: &mut Reading<'_>,
    floor: usize,
    table: usize,
    inside: &Inside,
    found: &mut Found,
) {
    for line in &inside.lines {
        take_line(line, reading.vocabulary, found);
    }
    let mut fallback: Option<usize> = None;
    let mut index = table;
    let mut parts: Vec<(usize, String)> = Vec::new();
    while index > floor && table - index < REACH && found.title.is_empty() {
        index -= 1;
        if reading.uses[index] != Use::Narrative {
            break;
        }
        let text = reading.text(index);
        let heading = matches!(reading.blocks[index], Block::Heading { .. });
        if text.is_empty() {
            break;
        }
        if is_title(text, reading.vocabulary) {
            // A last 表 that had no room stands on a line of its own.
            let tail = parts.first().filter(|(at, part)| *at == index + 1 && part.trim() == "表");
            if let Some((at, _)) = tail {
                reading.uses[*at] = Use::Table;
                take_line(&format!("{text}表"), reading.vocabulary, found);
            }
            take_line(text, reading.vocabulary, found);
            reading.uses[index] = Use::Table;
            extend_upwards(reading, floor, index, found);
            break;
        }
        if is_frame_line(text) {
            take_frame(text, found);
            reading.uses[index] = Use::Table;
            continue;
        }
        let short = text.chars().count() <= 40 && !text.ends_with(['。', '；', '：', ':', '，']);
        if heading {
            fallback = fallback.or(Some(index));
            if parts.is_empty() {
                continue;
            }
        }
        if !short {
            break;
        }
        // A title over several lines, none of which says so alone.
        parts.insert(0, (index, text.to_owned()));
        let joined: String = parts.iter().map(|(_, t)| t.as_str()).collect();
        if parts.len() > 1 && is_title(&joined, reading.vocabulary) {
            take_line(&joined, reading.vocabulary, found);
            for (part, _) in &parts {
                reading.uses[*part] = Use::Table;
            }
            break;
        }
        if parts.len() == 3 {
            break;
        }
    }
    if found.title.is_empty()
        && let Some(index) = fallback
    {
        // No caption of its own: the heading that it stands under names it; the heading stays a section.
        let text = reading.text(index);
        let rest = section::number(text).map_or(text, |(_, rest)| rest);
        if table - index <= 3 && is_title(rest, reading.vocabulary) {
            found.title = bare(rest);
        }
    }
}

/// A title's first line may stand alone above the line that was recognised.
fn extend_upwards(reading: &mut Reading<'_>, floor: usize, index: usize, found: &mut Found) {
    let mut at = index;
    for _ in 0..3 {
        if at <= floor {
            return;
        }
        at -= 1;
        if reading.uses[at] != Use::Narrative || matches!(reading.blocks[at], Block::Table { .. }) {
            return;
        }
        let text = reading.text(at);
        if is_frame_line(text) {
            take_frame(text, found);
            reading.uses[at] = Use::Table;
            continue;
        }
        // 2024年部门一般公共预算 / “三公”经费支出表: a head without an end, and a tail that knows more with it.
        let head = bare(text);
        let joined = format!("{head}{}", found.title);
        let open = !head.ends_with(['表', '。', '：', '；', '明', '况', '算', '）', ')'])
            || head.ends_with("公共预算")
            || head.ends_with("基金预算")
            || head.ends_with("经营预算");
        let year_above = super::super::frame::first_year(&head).is_some()
            && super::super::frame::first_year(&found.title).is_none()
            && head.chars().count() <= 12
            && !head.ends_with(['算', '开']);
        let number = section::number(text).is_ok() || !title::caption(text).number.is_empty();
        let longer = reading.vocabulary.title_kind(&joined) != reading.vocabulary.title_kind(&found.title);
        if head.chars().count() <= 30 && open && !number && (longer || year_above) {
            found.title = joined;
            reading.uses[at] = Use::Table;
        }
        return;
    }
}

fn take_line(text: &str, vocabulary: &Vocabulary, found: &mut Found) {
    if is_frame_line(text) && !is_title(text, vocabulary) {
        take_frame(text, found);
        return;
    }
    if let Some(unit) = unit_line(text) {
        found.unit = found.unit.or(Some(unit));
    }
    let caption = title::caption(strip_unit(text));
    if found.number.is_empty() {
        caption.number.clone_into(&mut found.number);
    }
    if found.title.is_empty() {
        let plain = match section::number(caption.title) {
            Ok((number, rest)) if number.level <= 4 && !rest.is_empty() => rest,
            _ => caption.title,
        };
        let plain = bare(plain);
        plain.trim_end_matches("（续）").trim_end_matches("(续)").clone_into(&mut found.title);
    }
}

fn take_frame(text: &str, found: &mut Found) {
    if let Some(unit) = unit_line(text) {
        found.unit = found.unit.or(Some(unit));
    }
    if let Some((name, _)) = labelled(text) {
        found.unit_name = found.unit_name.take().or(Some(name));
    }
    let caption = title::caption(text);
    if found.number.is_empty() && !caption.number.is_empty() && caption.title.is_empty() {
        caption.number.clone_into(&mut found.number);
    }
}

/// Whether a table stands below this block with nothing but frame lines between.
fn follows(reading: &Reading<'_>, from: usize) -> bool {
    let blocks = reading.blocks.iter().enumerate().skip(from).take(REACH);
    let mut rest =
        blocks.skip_while(|(i, b)| matches!(b, Block::Paragraph { .. }) && is_frame_line(reading.text(*i)));
    matches!(rest.next(), Some((_, Block::Table { .. })))
}

/// The notes below a table; gives the block after them. A unit line there belongs to the next table, unless this one
/// has none and the next one's title still comes.
pub(super) fn notes(reading: &mut Reading<'_>, start: usize, found: &mut Found) -> usize {
    let mut index = start;
    if found.unit.is_none()
        && let Some(Block::Paragraph { range }) = reading.blocks.get(index)
        && let Some(text) = reading.interchange.text.get(range.clone())
        && unit_line(text).is_some()
        && is_frame_line(text)
        && !follows(reading, index + 1)
    {
        take_frame(text, found);
        reading.uses[index] = Use::Table;
        index += 1;
    }
    while let Some(Block::Paragraph { range }) = reading.blocks.get(index) {
        let text = reading.interchange.text.get(range.clone()).unwrap_or_default();
        let listed = found.notes.last().is_some_and(|n| folding(n).trim_end_matches(':').ends_with('注'))
            && section::number(text).is_ok();
        if !(is_note(text) || is_hint(text) || listed) {
            break;
        }
        found.notes.push(bare(text));
        reading.uses[index] = Use::Table;
        index += 1;
    }
    index
}
