//! What the sentences of a paragraph state, figure by figure.
//!
//! A paragraph is read once, left to right, as sentences (。), statements (；) and clauses (，：、). A figure is read with
//! the words of its own clause alone, so that no figure is ever paired with a word of another clause; what a clause
//! leaves out (比上年…，增长 5%) is carried from the clause before and is said to be so by an empty range.

mod clause;
mod figure;

use std::ops::Range;

use crate::compare::{Base, Direction, Series};
use crate::figure::{Kind, figures};

/// Something that happens in a paragraph, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Event<'t> {
    /// A sentence begins here.
    Sentence(usize),
    /// `；`: a statement ends.
    Statement,
    /// A list of parts begins.
    Opens(Opening),
    /// `（`: what follows is said aside of the clause.
    Bracket,
    /// `）`.
    Unbracket,
    /// A figure, or words that stand for one.
    Mention(Mention<'t>),
}

/// How a list of parts begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// 其中 at the beginning of a sentence.
    OfWhichSentence,
    /// 其中 within one.
    OfWhich,
    /// 包括, 主要用于以下方面.
    Comprises,
    /// 收入包括, 支出包括: the parts of one side of what the sentence began with.
    Side,
    /// 具体情况如下: the parts again, one by one.
    Details,
}

/// What a figure is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The subject's amount.
    Amount,
    /// The figure that something is compared with: 完成预算 5 万元的…, 比年初预算 5 万元减少….
    Base,
    /// A change, in money or percent.
    Change,
    /// 占 p%.
    Share,
    /// 完成年初预算的 p%.
    Completion,
    /// Another percentage.
    Percent,
    /// A number of things.
    Count,
    /// 单价 100 万元以上.
    Threshold,
    /// No figure: 与上年持平.
    Flat,
    /// No figure: 决算数小于预算数.
    Outcome,
    /// No figure: 没有使用政府性基金预算拨款安排的支出.
    Absent,
    /// No figure: 减少的主要原因.
    Reason,
    /// No figure: a reason that itself says what went up or down: 主要原因是…经费增加.
    Cause,
    /// No figure: a subject that the clauses after it speak of.
    Topic,
}

/// Why a figure is no statement about the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// 主要原因是….
    Reason,
    /// 主要用于….
    Purpose,
    /// One unit stands behind the figures of several subjects: 各是 12.00,13.00 万元.
    Respective,
}

/// A figure with what its clause says of it; all ranges are of the compact text.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention<'t> {
    /// The figure with its unit, or the words that stand for one.
    pub range: Range<usize>,
    /// The sentence.
    pub sentence: Range<usize>,
    /// The figure.
    pub figure: Option<Kind<'t>>,
    /// What it is said to be.
    pub role: Role,
    /// Which way it goes, where it is a change.
    pub direction: Option<Direction>,
    /// What it is measured against.
    pub base: Option<Base>,
    /// The words before it in its clause that name its subject; may be empty.
    pub subject: Range<usize>,
    /// The words that name the whole: 占 whole 的 p%, 完成 whole 的 p%.
    pub whole: Range<usize>,
    /// The year that its clause names.
    pub year: Option<i32>,
    /// Which figure of the year its clause names.
    pub series: Option<Series>,
    /// Set inside a reason or a purpose.
    pub aside: Option<Aside>,
}

/// The events of a paragraph of [compact](crate::compact) text.
pub fn events(text: &str) -> Vec<Event<'_>> {
    let mut reader = Reader { text, ..Reader::default() };
    reader.begin_sentence(0);
    let mut figures = figures(text).into_iter().peekable();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|t| t.chars().next()) {
        if let Some(figure) = figures.next_if(|f| f.range.start <= at) {
            reader.figure(figure.range.clone(), figure.kind);
            at = figure.range.end.max(at + usize::from(figure.range.is_empty()));
            continue;
        }
        reader.sign(c, at);
        at += c.len_utf8();
    }
    reader.close(text.len(), '。');
    reader.events
}

#[derive(Debug, Default)]
struct Reader<'t> {
    text: &'t str,
    events: Vec<Event<'t>>,
    sentence: Range<usize>,
    /// Where the clause begins, and where what is not yet read of it begins.
    clause: usize,
    rest: usize,
    /// What the clause's last figure was.
    last: Option<Role>,
    /// The clauses around a bracket.
    outer: Vec<(usize, usize, Option<Role>)>,
    base: Option<Base>,
    aside: Option<Aside>,
    /// Which way the last change went.
    turn: Option<Direction>,
}

impl<'t> Reader<'t> {
    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or("")
    }

    fn range_of(&self, part: &str) -> Range<usize> {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        start..start + part.len()
    }

    fn begin_sentence(&mut self, at: usize) {
        let rest = self.slice(at..self.text.len());
        let length = rest.find(['。', '!', '?', '\n']).unwrap_or(rest.len());
        self.sentence = at..at + length;
        (self.base, self.aside) = (None, None);
        self.outer.clear();
        self.begin_clause(at);
        self.events.push(Event::Sentence(at));
    }

    fn begin_clause(&mut self, at: usize) {
        (self.clause, self.rest, self.last) = (at, at, None);
    }

    fn sign(&mut self, c: char, at: usize) {
        let next = at + c.len_utf8();
        match c {
            '(' if self.outer.len() < 8 => {
                self.outer.push((self.clause, self.rest, self.last));
                self.begin_clause(next);
                self.events.push(Event::Bracket);
            }
            ')' => {
                if let Some((clause, rest, last)) = self.outer.pop() {
                    // A bracket without a figure is part of the words around it: 因公出国（境）费.
                    let spoke = self.last.is_some();
                    (self.clause, self.rest, self.last) = (clause, if spoke { next } else { rest }, last);
                    self.events.push(Event::Unbracket);
                }
            }
            '。' | '!' | '?' | '\n' => {
                self.close(at, '。');
                self.begin_sentence(next);
            }
            ';' => {
                self.close(at, ';');
                self.aside = None;
                self.begin_clause(next);
                self.events.push(Event::Statement);
            }
            // Half-width commas stand for the others where a whole document is typed in half width.
            '，' | ',' | ':' => {
                self.close(at, if c == ',' { '，' } else { c });
                self.begin_clause(next);
            }
            '、' if self.last.is_some() => {
                self.close(at, c);
                self.begin_clause(next);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
