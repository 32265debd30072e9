//! A figure with the words of its clause: what it is said to be, of what, measured against what.

use std::ops::Range;

use super::{Aside, Event, Mention, Opening, Reader, Role};
use crate::compare::{Base, Series, base_at_end, direction_at_end, outcome, series, without_copula};
use crate::figure::Kind;
use crate::percent::{Percent, Sign};
use crate::year;

impl<'t> Reader<'t> {
    /// A figure: reads the words between the last figure (or the clause's beginning) and it.
    pub(super) fn figure(&mut self, range: Range<usize>, kind: Kind<'t>) {
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
        let aside = self.aside.or_else(|| self.respective(&range, left).then_some(Aside::Respective));
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
            aside,
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

    /// 收、支总计各是 12.00,13.00 万元: one unit for the figures of several subjects.
    fn respective(&self, range: &Range<usize>, left: &str) -> bool {
        let before = self.slice(0..range.start);
        let listed = before.strip_suffix([',', '，', '、']);
        left.is_empty() && listed.is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()))
    }

    pub(super) fn money(&mut self, core: &'t str, after: &str, m: &mut Mention<'t>) {
        if self.change(core, m) {
            return;
        }
        if let Some((direction, plan)) = outcome(core) {
            // 决算数大于预算数 5 万元: a change against the plan.
            m.role = Role::Change;
            m.direction = Some(direction);
            m.subject = self.range_of(core.get(..0).unwrap_or(""));
            let range = self.range_of(core);
            m.base =
                Some(Base { range, year: None, prior: false, series: plan.or(Some(Series::InitialBudget)) });
            (m.year, m.series) = (None, None);
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
    pub(super) fn change(&mut self, core: &'t str, m: &mut Mention<'t>) -> bool {
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

    pub(super) fn percent(&mut self, core: &'t str, m: &mut Mention<'t>) {
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
}
