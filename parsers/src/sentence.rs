//! What the sentences of a paragraph state, figure by figure.
//!
//! A paragraph is read once, left to right, as sentences (。), statements (；) and clauses (，：、). A figure is read with
//! the words of its own clause alone, so that no figure is ever paired with a word of another clause; what a clause
//! leaves out (比上年…，增长 5%) is carried from the clause before and is said to be so by an empty range.

use std::ops::Range;

use crate::compare::{
    Base, Direction, Series, base_at_end, direction_at_end, flat_at_end, outcome, series, without_copula,
};
use crate::figure::{Kind, figures};
use crate::percent::{Percent, Sign};
use crate::year;

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
            '，' | ',' | ':' => {
                self.close(at, c);
                self.begin_clause(next);
            }
            '、' if self.last.is_some() => {
                self.close(at, c);
                self.begin_clause(next);
            }
            _ => {}
        }
    }

    /// A figure: reads the words between the last figure (or the clause's beginning) and it.
    fn figure(&mut self, range: Range<usize>, kind: Kind<'t>) {
        if matches!(kind, Kind::Year(_)) {
            return;
        }
        let mut left = self.slice(self.rest..range.start);
        let after = self.slice(range.end..self.text.len());
        if self.last.is_some() {
            left = ["和", "及", "与"].iter().find_map(|w| left.strip_prefix(w)).unwrap_or(left);
        }
        if let Some(at) = left.rfind("其中") {
            self.open_of_which(at == 0);
            left = left.get(at + "其中".len()..).unwrap_or("");
        } else if let Some(at) = left.rfind("包括").filter(|_| !left.ends_with("包括")) {
            let side = matches!(left.get(..at), Some("收入" | "支出"));
            self.events.push(Event::Opens(if side { Opening::Side } else { Opening::Comprises }));
            left = left.get(at + "包括".len()..).unwrap_or("");
        }
        if left.contains("主要用于") && self.aside.is_none() {
            self.aside = Some(Aside::Purpose);
        }
        if left.contains("原因") || left.starts_with("由于") {
            self.aside = Some(Aside::Reason);
        }
        let core = without_copula(left);
        let mut m = Mention {
            range: range.clone(),
            sentence: self.sentence.clone(),
            figure: None,
            role: Role::Amount,
            direction: None,
            base: None,
            subject: self.range_of(core),
            whole: 0..0,
            year: year::find(left).map(|(_, y)| y),
            series: series(left),
            aside: self.aside,
        };
        let limit =
            ["以上", "以下", "以内", "及以上", "(含)以上", "(含)以下", "(含)及以上", "(不含)以上", "起", "/"];
        let threshold = limit.iter().any(|w| after.starts_with(w))
            || ["超过", "不超过", "单价", "单位价值", "限额", "低于", "高于"]
                .iter()
                .any(|w| core.ends_with(w));
        match &kind {
            Kind::Count(_) => m.role = if threshold { Role::Threshold } else { Role::Count },
            Kind::Money(_) if threshold => m.role = Role::Threshold,
            Kind::Money(_) => self.money(core, after, &mut m),
            Kind::Percent(_) => self.percent(core, &mut m),
            Kind::Bare(value) => {
                let share = core.ends_with('占') || core.ends_with("占比") || core.ends_with("比重");
                let amount = ["决算", "决算数", "预算", "预算数", "执行数"].iter().any(|w| core.ends_with(w));
                if share {
                    m.figure = Some(Kind::Percent(Percent { value: *value, sign: Sign::Missing }));
                    self.percent(core, &mut m);
                } else if !amount || left.len() == core.len() {
                    return;
                }
            }
            Kind::Year(_) => return,
        }
        m.figure = m.figure.take().or(Some(kind));
        self.last = Some(m.role);
        self.rest = range.end;
        self.events.push(Event::Mention(m));
    }

    fn money(&mut self, core: &'t str, after: &str, m: &mut Mention<'t>) {
        if self.change(core, m) {
            return;
        }
        let of = after.starts_with('的');
        if of
            && (core.contains("完成") || core.contains('占'))
            && after.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
        {
            m.role = Role::Base;
        } else if let Some((subject, base)) = base_at_end(core, self.range_of(core).start) {
            m.role = Role::Base;
            m.subject = subject;
            self.base = Some(base.clone());
            m.base = Some(base);
        }
    }

    /// `change = subject? (比 base)? direction`: reads a change; false when the words say none.
    fn change(&mut self, core: &'t str, m: &mut Mention<'t>) -> bool {
        let Some((before, direction)) = direction_at_end(core) else { return false };
        let offset = self.range_of(before).start;
        let base = base_at_end(before, offset);
        // 调减, 新增, 核减: a verb that says what was done, not how two years differ.
        let short = core.len() - before.len() <= "增".len();
        if short && base.is_none() && !before.is_empty() {
            return false;
        }
        m.role = Role::Change;
        m.direction = Some(direction);
        self.turn = Some(direction);
        match base {
            Some((subject, base)) => {
                m.subject = subject;
                self.base = Some(base);
            }
            None => m.subject = self.range_of(before),
        }
        m.base.clone_from(&self.base);
        // What 比2023年预算 names is the base's, not the figure's own.
        (m.year, m.series) = (None, None);
        true
    }

    fn percent(&mut self, core: &'t str, m: &mut Mention<'t>) {
        let of = core.strip_suffix('的').unwrap_or(core);
        let changed = || self.outer.last().is_some_and(|(_, _, last)| *last == Some(Role::Change));
        if matches!(m.figure, Some(Kind::Percent(Percent { sign: Sign::Points, .. }))) {
            m.role = Role::Percent;
        } else if core.is_empty() && self.last.is_none() && changed() {
            // 较上年减少 0.50 万元（5%）: the change again, in percent.
            m.role = Role::Change;
            m.direction = self.turn;
            m.base.clone_from(&self.base);
        } else if self.change(core, m) {
        } else if self.last == Some(Role::Base) && of.is_empty() {
            // 完成预算 5 万元的 95%, 占总额 5 万元的 95%: the words before the amount say which.
            let before = self.slice(self.clause..self.rest);
            m.role = if before.contains("完成") { Role::Completion } else { Role::Share };
        } else if let Some(at) = of.rfind("完成") {
            m.role = Role::Completion;
            m.subject = self.range_of(of.get(..at).unwrap_or(""));
            m.whole = self.range_of(of.get(at + "完成".len()..).unwrap_or(""));
        } else if ["执行率", "完成率", "执行进度", "执行率达"].iter().any(|w| of.ends_with(w)) {
            m.role = Role::Completion;
        } else if let Some(at) = of.rfind('占') {
            let whole = of.get(at + '占'.len_utf8()..).unwrap_or("");
            let whole = ["比重", "比例", "比率", "比", "份额"]
                .iter()
                .find_map(|w| whole.strip_suffix(w))
                .unwrap_or(whole);
            let whole = whole.strip_suffix('的').unwrap_or(whole);
            let plan = ["年初预算", "全年预算", "调整预算"].iter().any(|w| whole.contains(w))
                || whole == "预算"
                || whole == "预算数";
            m.role = if plan && core.ends_with('的') { Role::Completion } else { Role::Share };
            m.subject = self.range_of(of.get(..at).unwrap_or(""));
            m.whole = self.range_of(whole);
        } else if core.ends_with('的') && (of.ends_with("预算") || of.ends_with("预算数")) {
            // 支出决算为年初预算的 98%
            m.role = Role::Completion;
            let at = of.rfind('为').map_or(0, |i| i + '为'.len_utf8());
            m.subject = self.range_of(of.get(..at).unwrap_or(""));
            m.whole = self.range_of(of.get(at..).unwrap_or(""));
        } else if ["比重", "占比", "比例"].iter().any(|w| of.ends_with(w)) {
            m.role = Role::Share;
            m.subject =
                self.range_of(["比重", "占比", "比例"].iter().find_map(|w| of.strip_suffix(w)).unwrap_or(""));
        } else {
            m.role = Role::Percent;
        }
    }

    fn open_of_which(&mut self, at_clause_start: bool) {
        let begin = self.slice(self.sentence.start..self.rest);
        let initial = at_clause_start && begin.chars().count() <= 6 && self.outer.is_empty();
        self.events.push(Event::Opens(if initial { Opening::OfWhichSentence } else { Opening::OfWhich }));
        self.aside = None;
    }

    /// A mention without figure.
    fn say(
        &mut self,
        role: Role,
        words: &'t str,
        subject: Range<usize>,
        direction: Option<Direction>,
        base: Option<Base>,
    ) {
        self.events.push(Event::Mention(Mention {
            range: self.range_of(words),
            sentence: self.sentence.clone(),
            figure: None,
            role,
            direction,
            base,
            subject,
            whole: 0..0,
            year: None,
            series: None,
            aside: self.aside,
        }));
    }

    /// The clause ends before `sign`: reads what its words say beside the figures.
    fn close(&mut self, at: usize, sign: char) {
        let words = self.slice(self.rest..at);
        let spoke = self.last.is_some();
        if words.is_empty() {
            return;
        }
        if !spoke && (words == "其中" || (words.ends_with("其中") && sign != '。')) {
            let initial = self.clause == self.sentence.start
                || words == "其中" && self.clause <= self.sentence.start + 4;
            self.open_of_which(initial);
            return;
        }
        let list = ["包括", "如下", "方面", "分别为", "分别是", "组成", "其中包括"];
        // 主要用于以下方面（按大类）：
        let plain =
            words.strip_suffix(')').and_then(|w| w.rfind('(').and_then(|at| w.get(..at))).unwrap_or(words);
        if sign == ':' && (list.iter().any(|w| plain.ends_with(w)) || words.starts_with("按")) {
            let rest = self.slice(at..self.text.len());
            let statement = rest.get(..rest.find([';', '。']).unwrap_or(rest.len())).unwrap_or("");
            let figures_follow = (statement.bytes().any(|b| b.is_ascii_digit())
                && statement.contains(['元', '万', '%', '辆', '个']))
                || statement.chars().count() <= 1;
            if figures_follow {
                let details = words.ends_with("如下") && !words.contains("包括");
                let named = ["主要内容如下", "具体情况如下", "情况如下", "如下"]
                    .iter()
                    .find_map(|w| words.strip_suffix(w));
                if let Some(named) = named.filter(|n| details && !n.is_empty() && !spoke) {
                    self.say(Role::Topic, named, self.range_of(named), None, None);
                }
                let side = ["收入包括", "支出包括", "收入主要包括", "支出主要包括"].contains(&words);
                self.events.push(Event::Opens(match (details, side) {
                    (true, _) => Opening::Details,
                    (false, true) => Opening::Side,
                    (false, false) => Opening::Comprises,
                }));
                self.aside = None;
            } else {
                self.aside = Some(Aside::Purpose);
            }
            return;
        }
        if let Some((direction, series)) = outcome(words) {
            let base = Base {
                range: self.range_of(words),
                year: None,
                prior: false,
                series: series.or(Some(Series::Budget)),
            };
            let head = words.split("决算").next().unwrap_or("");
            self.say(Role::Outcome, words, self.range_of(head), Some(direction), Some(base));
            if words.contains("原因") {
                self.aside = Some(Aside::Reason);
            }
        } else if let Some(before) = flat_at_end(words) {
            let compared = base_at_end(before, self.range_of(before).start);
            if let Some((subject, base)) = compared {
                self.base = Some(base.clone());
                self.say(Role::Flat, words, subject, Some(Direction::Flat), Some(base));
            } else if words.ends_with("持平") && !words.contains('如') {
                let base = self.base.clone();
                self.say(Role::Flat, words, self.range_of(before), Some(Direction::Flat), base);
            }
        } else if let Some(at) = words.find('因').and_then(|_| words.find("原因")) {
            let head = words.get(..at).unwrap_or("");
            let head = ["主要", "主", "的主要"].iter().find_map(|w| head.strip_suffix(w)).unwrap_or(head);
            if let Some((subject, direction)) = head.strip_suffix('的').and_then(direction_at_end) {
                self.say(Role::Reason, head, self.range_of(subject), Some(direction), None);
            }
            self.aside = Some(Aside::Reason);
            if sign == '。' {
                let cause = words.get(at + "原因".len()..).unwrap_or("");
                self.cause(cause.strip_prefix(['是', '为']).unwrap_or(cause));
            }
        } else if self.aside == Some(Aside::Reason) {
            let single = self.slice(self.sentence.start..self.clause).ends_with("原因是:")
                || self.slice(self.sentence.start..self.clause).ends_with("原因:");
            if sign == '。' && single {
                self.cause(words);
            }
        } else if words.contains("用于") && !words.ends_with("方面") {
            self.aside = Some(Aside::Purpose);
        } else if absent(words) {
            self.say(Role::Absent, words, self.range_of(words), None, None);
        } else if !spoke
            && let Some((_, base)) = base_at_end(words, self.range_of(words).start)
            && (words.ends_with('比') || words.ends_with("比较"))
        {
            self.base = Some(base);
        } else if !spoke && self.aside.is_none() && topic(words, sign) {
            self.say(Role::Topic, words, self.range_of(words), None, None);
        }
    }

    fn cause(&mut self, words: &'t str) {
        if let Some((subject, direction)) = direction_at_end(words).filter(|(s, _)| !s.is_empty()) {
            let subject = subject.strip_suffix(['调', '核']).unwrap_or(subject);
            self.say(Role::Cause, words, self.range_of(subject), Some(direction), None);
        }
    }
}

/// Whether a clause says that there is nothing of a fund.
fn absent(words: &str) -> bool {
    if !words.contains(['没', '无', '未', '不']) {
        return false;
    }
    let funds = ["政府性基金", "国有资本经营", "三公", "机关运行经费", "政府采购"];
    let Some(fund) = funds.iter().find_map(|f| words.find(f)) else { return false };
    let before = words.get(..fund).unwrap_or("");
    ["没有", "无", "未安排", "未使用", "未发生", "不涉及", "没"]
        .iter()
        .any(|w| before.rfind(w).is_some_and(|at| before.len() - at <= "没有使用一般公共预算安排的\"".len()))
}

/// Whether a clause without a figure names what the clauses after it speak of: a path of levels, a short title, or the whole
/// that they divide (“三公”经费支出决算中，…).
fn topic(words: &str, sign: char) -> bool {
    ["(类)", "(款)", "(项)", "类)", "款)", "项)"].iter().any(|m| words.contains(m))
        || (matches!(sign, ':' | '。') && words.chars().count() <= 30)
        || (sign == '，' && words.ends_with('中') && words.chars().count() <= 30)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compact::Compact;
    use proptest::prelude::*;

    /// Each mention as `role subject|figure|direction base|whole`.
    fn read(source: &str) -> Vec<String> {
        let compact = Compact::new(source);
        let text = compact.text.as_str();
        let show = |e: Event<'_>| match e {
            Event::Mention(m) => Some(format!(
                "{:?} {}|{}|{:?} {}|{}{}",
                m.role,
                &text[m.subject],
                &text[m.range],
                m.direction,
                m.base.map_or("", |b| &text[b.range]),
                &text[m.whole],
                m.aside.map_or(String::new(), |a| format!(" {a:?}")),
            )),
            Event::Opens(o) => Some(format!("{o:?}")),
            Event::Statement => Some(";".to_owned()),
            Event::Sentence(_) | Event::Bracket | Event::Unbracket => None,
        };
        events(text).into_iter().filter_map(show).collect()
    }

    #[test]
    fn change_inherits_what_it_is_compared_with() {
        assert_eq!(
            read(
                "2022年收入预算 410.50 万元，比上年执行数增加 22.30 万元，增长 5.74%，主要原因是调资 3 万元。"
            ),
            [
                "Amount 2022年收入预算|410.50万元|None |",
                "Change |22.30万元|Some(Increase) 上年执行数|",
                "Change |5.74%|Some(Increase) 上年执行数|",
                "Amount 主要原因是调资|3万元|None | Reason",
            ]
        );
    }

    #[test]
    fn lists_open_and_shares_have_wholes() {
        assert_eq!(
            read(
                "教育支出 90 万元，占本年支出合计的 45.0%。其中：基本支出60万元，占66.67％；项目支出30万元。"
            ),
            [
                "Amount 教育支出|90万元|None |",
                "Share |45.0%|None |本年支出合计",
                "OfWhichSentence",
                "Amount 基本支出|60万元|None |",
                "Share |66.67％|None |",
                ";",
                "Amount 项目支出|30万元|None |",
            ]
            .map(|s| s.replace('％', "%"))
        );
    }

    #[test]
    fn accounts_compare_outcome_and_plan() {
        assert_eq!(
            read(
                "1、教育支出（类）普通教育（款）小学教育（项）。主要用于：工资。年初预算为 8.00 万元，支出决算为 7.5万元，完成年初预算的 93.75%。决算数小于预算数的主要原因：节约。"
            ),
            [
                "Topic 1、教育支出(类)普通教育(款)小学教育(项)|1、教育支出(类)普通教育(款)小学教育(项)|None |",
                "Amount 年初预算|8.00万元|None |",
                "Amount 支出决算|7.5万元|None |",
                "Completion |93.75%|None |年初预算",
                "Outcome |决算数小于预算数的主要原因|Some(Decrease) 决算数小于预算数的主要原因|",
            ]
        );
        assert_eq!(
            read("公务接待费支出决算 2 万元，完成预算 4 万元的 50%，比2021年决算 3 万元减少 1万元。"),
            [
                "Amount 公务接待费支出决算|2万元|None |",
                "Base 完成预算|4万元|None |",
                "Completion 的|50%|None |",
                "Base |3万元|None 2021年决算|",
                "Change |1万元|Some(Decrease) 2021年决算|",
            ]
        );
    }

    #[test]
    fn words_stand_for_figures() {
        assert_eq!(
            read("接待费预算0万元，与上年持平。减少的主要原因是压缩接待。"),
            [
                "Amount 接待费预算|0万元|None |",
                "Flat |与上年持平|Some(Flat) 上年|",
                "Reason |减少的|Some(Decrease) |",
            ]
        );
        assert_eq!(
            read("本单位2022年没有使用国有资本经营预算拨款安排的支出。"),
            [
                "Absent 本单位2022年没有使用国有资本经营预算拨款安排的支出|本单位2022年没有使用国有资本经营预算拨款安排的支出|None |"
            ]
        );
        assert!(read("与党中央保持高度一致。").iter().all(|e| !e.starts_with("Flat")));
    }

    #[test]
    fn limits_are_thresholds() {
        assert_eq!(
            read("单价100万元（含）以上设备（不含车辆）2台（套）。"),
            ["Threshold 单价|100万元|None |", "Count (含)以上设备(不含车辆)|2台(套)|None |"]
        );
    }

    proptest! {
        #[test]
        fn never_panics(source in "[0-9.,，。；：、（）()万元%年比上与占的完成预算决数增加减少持平其中包括主要原因是用于类款项 “”]{0,60}") {
            let compact = Compact::new(&source);
            for event in events(&compact.text) {
                if let Event::Mention(m) = event {
                    prop_assert!([m.range, m.subject, m.whole, m.sentence].into_iter().all(|r| compact.text.get(r).is_some()));
                }
            }
        }
    }
}
