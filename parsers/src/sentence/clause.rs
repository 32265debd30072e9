//! What a clause says beside its figures: lists that begin, reasons, comparisons, nothing at all.

use std::ops::Range;

use super::{Aside, Event, Mention, Opening, Reader, Role};
use crate::compare::{Base, Direction, Series, base_at_end, direction_at_end, flat_at_end, outcome};

impl<'t> Reader<'t> {
    pub(super) fn open_of_which(&mut self, at_clause_start: bool) {
        let begin = self.slice(self.sentence.start..self.rest);
        let initial = at_clause_start && begin.chars().count() <= 6 && self.outer.is_empty();
        self.events.push(Event::Opens(if initial { Opening::OfWhichSentence } else { Opening::OfWhich }));
        self.aside = None;
    }

    /// A mention without figure.
    pub(super) fn say(
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
    pub(super) fn close(&mut self, at: usize, sign: char) {
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

    pub(super) fn cause(&mut self, words: &'t str) {
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
