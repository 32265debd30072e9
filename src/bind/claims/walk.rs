//! Carries the subject from clause to clause, and makes a claim of each mention.

use rust_decimal::Decimal;
use yusuan_parsers::compact::Compact;
use yusuan_parsers::compare;
use yusuan_parsers::figure::Kind;
use yusuan_parsers::sentence::{Event, Mention, Opening, Role, events};

use super::super::Paragraph;
use super::Setting;
use super::subject::{Meaning, Resolver, Subject};
use crate::model::{Baseline, Claim, Direction, DocumentKind, Measure, Phase, PlaceMap, Section, Wording};

/// An enumeration of parts that is open.
#[derive(Debug, Clone, Default)]
struct List {
    group: u32,
    /// Claims that state the whole, one for each phase.
    wholes: Vec<usize>,
    /// Its items stand in the paragraphs after it.
    lasting: bool,
    /// Opened within a statement of another list.
    inner: bool,
    /// Items since the last `；`.
    items: u32,
    /// How the paragraph that opened it is numbered: the next paragraph numbered so is no item of it.
    style: u8,
    /// The section that it was opened in.
    section: usize,
}

/// What the last clauses spoke of.
#[derive(Debug, Clone, Default)]
struct Current {
    subject: Subject,
    /// Its amounts, in order.
    amounts: Vec<usize>,
    /// The list that it is an item of.
    list: Option<List>,
    /// The last claim that states a change of it.
    change: Option<usize>,
}

/// State of the reading; `claims` is its result.
pub(super) struct Walk<'a> {
    resolver: &'a Resolver<'a>,
    setting: &'a Setting<'a>,
    places: &'a PlaceMap,
    pub(super) claims: Vec<Claim>,
    section: Option<usize>,
    /// What the section's heading names.
    heading: Subject,
    /// The last path of the chapter: 款 and 项 may be named below it.
    path: Subject,
    /// The section's last amounts that are no parts.
    main: Current,
    lists: Vec<List>,
    groups: u32,
    current: Current,
    /// What the paragraph speaks of.
    topic: Option<Subject>,
    /// What was spoken of before each open bracket, and how many lists were open.
    brackets: Vec<(Current, usize)>,
    /// Something was said since the last list began.
    since_open: bool,
    /// How the paragraph is numbered.
    style: u8,
    /// The concept of the last count: 编报绩效目标的项目 25 个，涉及资金….
    counted: Option<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(resolver: &'a Resolver<'a>, setting: &'a Setting<'a>, places: &'a PlaceMap) -> Self {
        Self {
            resolver,
            setting,
            places,
            claims: Vec::new(),
            section: None,
            heading: Subject::default(),
            path: Subject::default(),
            main: Current::default(),
            lists: Vec::new(),
            groups: 0,
            current: Current::default(),
            topic: None,
            brackets: Vec::new(),
            since_open: true,
            style: 0,
            counted: None,
        }
    }

    pub(super) fn section(&self) -> Option<usize> {
        self.section
    }

    /// A new section: its heading, or that of the sections around it, may name the subject.
    pub(super) fn enter(&mut self, section: usize, sections: &[Section]) {
        // A heading of levels (（一）教育支出（类）) holds for the items below it; so does an open list.
        let sub = self.section.is_some_and(|old| sections.get(section).and_then(|s| s.parent) == Some(old));
        let sibling = self.section.is_some_and(|old| {
            let parent = |i: usize| sections.get(i).and_then(|s| s.parent);
            parent(old).is_some() && parent(old) == parent(section)
        });
        if !sub && !sibling {
            self.path = Subject::default();
            self.main = Current::default();
        }
        let above = |list: &List| {
            let mut at = sections.get(section).and_then(|s| s.parent);
            for _ in 0..6 {
                match at {
                    Some(i) if i == list.section => return true,
                    Some(i) => at = sections.get(i).and_then(|s| s.parent),
                    None => break,
                }
            }
            false
        };
        self.lists.retain(above);
        self.section = Some(section);
        self.current = Current::default();
        self.topic = None;
        self.heading = Subject::default();
        let mut at = Some(section);
        for _ in 0..4 {
            let Some(s) = at.and_then(|i| sections.get(i)) else { break };
            let title = Compact::new(&s.title).text;
            match self.resolver.resolve(heading(&title), &self.path) {
                Meaning::Concept(subject) => {
                    self.heading = subject;
                    break;
                }
                Meaning::Path(subject) => {
                    self.path = subject.clone();
                    self.heading = subject;
                    break;
                }
                _ => at = s.parent,
            }
        }
    }

    /// Reads one paragraph.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph) {
        let compact = Compact::new(&paragraph.text);
        self.current = Current::default();
        self.topic = None;
        self.brackets.clear();
        self.style = style(&compact.text);
        self.counted = None;
        let style = self.style;
        self.lists.retain(|l| l.lasting && (style == 0 || l.style != style));
        for event in events(&compact.text) {
            match event {
                Event::Sentence(at) => self.sentence(compact.text.get(at..).unwrap_or("")),
                Event::Statement => self.statement(),
                Event::Opens(opening) => self.open(opening),
                Event::Bracket => self.brackets.push((self.current.clone(), self.lists.len())),
                Event::Unbracket => {
                    if let Some((outer, lists)) = self.brackets.pop() {
                        self.current = outer;
                        self.lists.truncate(lists);
                    }
                }
                Event::Mention(mention) => self.mention(&mention, &compact, paragraph),
            }
            if self.brackets.len() > 8 {
                self.brackets.clear();
            }
        }
        if !self.since_open
            && let Some(list) = self.lists.last_mut()
        {
            list.lasting = true;
        }
    }

    /// A list of the sentence before goes on only where its items are numbered.
    fn sentence(&mut self, rest: &str) {
        self.brackets.clear();
        let numbered =
            rest.starts_with(|c: char| c.is_ascii_digit() || c == '(' || "一二三四五六七八九".contains(c));
        if self.since_open && !numbered {
            self.lists.retain(|l| l.lasting);
            let open = |list: &List| self.lists.iter().any(|l| l.group == list.group);
            if !self.current.list.as_ref().is_some_and(open) {
                self.current.list = None;
            }
        }
        for list in &mut self.lists {
            list.items = 0;
        }
    }

    fn statement(&mut self) {
        if self.lists.len() >= 2 && self.lists.last().is_some_and(|l| l.inner && l.items >= 2) {
            self.lists.pop();
        }
        for list in &mut self.lists {
            list.items = 0;
            list.inner = false;
        }
    }

    fn open(&mut self, opening: Opening) {
        // 具体情况如下 after a list goes through the parts of the same whole again.
        let again =
            self.current.list.as_ref().filter(|_| opening == Opening::Details).map(|l| l.wholes.clone());
        let before = if self.current.amounts.is_empty() { &self.main.amounts } else { &self.current.amounts };
        let wholes = again.as_ref().unwrap_or(before);
        let wholes: Vec<usize> = wholes.iter().copied().filter(|i| self.own_year(*i)).collect();
        self.groups += 1;
        let inner = opening != Opening::OfWhichSentence && !self.lists.is_empty();
        // 其中 of the same whole again (以下方面：…其中：) is another list of it.
        if opening == Opening::OfWhichSentence && self.lists.len() > 4 {
            self.lists.clear();
        }
        self.lists.push(List {
            group: self.groups,
            wholes,
            lasting: false,
            inner,
            items: 0,
            style: self.style,
            section: self.section.unwrap_or(0),
        });
        self.since_open = false;
    }

    /// Whether a claim is of the document's own year.
    fn own_year(&self, index: usize) -> bool {
        let year = self.claims.get(index).and_then(|c| c.year);
        year.is_none() || self.setting.year.is_none() || year == self.setting.year
    }

    fn mention(&mut self, m: &Mention<'_>, compact: &Compact, paragraph: &Paragraph) {
        let phrase = compact.text.get(m.subject.clone()).unwrap_or("");
        if m.role == Role::Topic {
            self.speak_of(phrase);
            return;
        }
        let meaning = if m.aside.is_some()
            && matches!(m.role, Role::Amount | Role::Change | Role::Percent | Role::Base)
        {
            None
        } else {
            Some(self.resolver.resolve(phrase, &self.path))
        };
        let mut claim = self.blank(m, compact, paragraph);
        let index = self.claims.len();
        match m.role {
            Role::Amount => {
                let before = compact.text.get(m.sentence.start..m.range.start).unwrap_or("");
                let statement = before.rsplit(';').next().unwrap_or("");
                self.amount(m, meaning, statement, &mut claim, index);
            }
            Role::Base => self.base(m, &mut claim, index),
            Role::Change | Role::Flat | Role::Reason | Role::Cause => {
                self.change(m, meaning, &mut claim, index);
            }
            Role::Share => self.share(m, meaning, compact, &mut claim),
            Role::Completion | Role::Outcome => self.completion(m, meaning, compact, &mut claim),
            Role::Absent => claim.concept = absent(phrase).map(str::to_owned),
            Role::Percent | Role::Count | Role::Threshold | Role::Topic => {
                if let Some(subject) = meaning.and_then(Meaning::subject) {
                    self.part(&mut claim, &subject, m.role == Role::Count);
                    name(&mut claim, &subject);
                }
                if m.role == Role::Count {
                    self.counted = claim.concept.clone().filter(|c| c.starts_with("performance"));
                }
                if m.role == Role::Count && m.aside.is_none() {
                    // 共有车辆 9 辆，其中：… the count is the whole of the counts after it.
                    self.current = Current { amounts: vec![index], ..Current::default() };
                }
            }
        }
        self.since_open = true;
        self.claims.push(claim);
    }

    /// A clause without a figure that names what comes.
    fn speak_of(&mut self, phrase: &str) {
        if let Some(whole) = phrase.strip_suffix('中') {
            let whole = self.resolver.resolve(whole, &self.path).subject().and_then(|s| s.concept);
            if let Some(stated) = self.stated(whole.as_deref()) {
                self.groups += 1;
                let section = self.section.unwrap_or(0);
                let list = List {
                    group: self.groups,
                    wholes: vec![stated],
                    style: self.style,
                    section,
                    ..List::default()
                };
                self.lists.push(list);
                self.since_open = false;
            }
            return;
        }
        let subject = match self.resolver.resolve(phrase, &self.path) {
            Meaning::Path(subject) => {
                self.path = subject.clone();
                subject
            }
            Meaning::Concept(subject) => subject,
            _ => return,
        };
        // 财政拨款支出主要内容如下: the whole was stated before.
        let stated = self.stated(subject.concept.as_deref());
        self.current = Current {
            subject: subject.clone(),
            list: self.item(),
            amounts: stated.into_iter().collect(),
            ..Current::default()
        };
        self.topic = Some(subject);
    }

    /// The open list, as what an item of it carries along.
    fn item(&mut self) -> Option<List> {
        let list = self.lists.last_mut()?;
        list.items += 1;
        Some(list.clone())
    }

    fn amount(
        &mut self,
        m: &Mention<'_>,
        meaning: Option<Meaning>,
        statement: &str,
        claim: &mut Claim,
        index: usize,
    ) {
        let Some(meaning) = meaning else { return };
        let named = match meaning {
            // 支出预算 below a subject is that subject's; alone it is the document's.
            Meaning::Concept(s) if s.concept.as_deref() == Some("expenditure.budget") && self.specific() => {
                None
            }
            Meaning::Path(s) => {
                self.path = s.clone();
                Some(s)
            }
            Meaning::Concept(s) => Some(self.sided(s)),
            Meaning::Words(s) => Some(s),
            Meaning::Inherit => None,
        };
        match named {
            Some(subject) => {
                let again = subject == self.current.subject && !self.current.amounts.is_empty();
                if !again {
                    let list = if self.brackets.is_empty() { self.item() } else { None };
                    self.current = Current { subject, list, ..Current::default() };
                }
            }
            None if self.current.subject == Subject::default() && self.current.amounts.is_empty() => {
                let subject = self.topic.clone().unwrap_or_else(|| self.heading.clone());
                // A project's own section: 年度预算安排 795 万元 is nobody's known subject.
                let list = self.current.list.clone();
                self.current = Current { subject, list, ..Current::default() };
            }
            None => {}
        }
        name(claim, &self.current.subject);
        claim.phase = phase(m.series, self.setting.kind);
        if claim.concept.as_deref() == Some("performance") && self.counted.is_some() {
            claim.concept.clone_from(&self.counted);
        }
        if claim.subject.last().is_some_and(|s| s == "采购" || s == "中标") {
            claim.concept = awarded(statement).map(str::to_owned);
        }
        if let Some(list) = &self.current.list {
            claim.group = Some(list.group);
            claim.base = self.whole(list, claim).map(id);
        }
        self.current.amounts.push(index);
        if self.current.list.is_none() && self.brackets.is_empty() {
            self.main = self.current.clone();
        }
    }

    /// Whether the clause before, the paragraph or the heading speaks of one subject.
    fn specific(&self) -> bool {
        let known = |s: &Subject| {
            s.code.is_some()
                || s.names.len() > 1
                || s.concept.as_deref().is_some_and(|c| {
                    !c.starts_with("revenue.") && !c.starts_with("expenditure.") && c != "balance.grand_total"
                })
        };
        (known(&self.current.subject) && !self.current.amounts.is_empty())
            || self.topic.as_ref().is_some_and(known)
    }

    /// 一般公共预算 in a list of expenditure is expenditure.
    fn sided(&self, mut subject: Subject) -> Subject {
        let funds = ["general_public", "government_fund", "state_capital"];
        let spent = self.lists.last().and_then(|l| l.wholes.last()).and_then(|i| self.claims.get(*i));
        let spent = spent.and_then(|c| c.concept.as_deref()).is_some_and(|c| c.starts_with("expenditure."));
        let fund =
            subject.concept.as_deref().and_then(|c| c.strip_prefix("revenue.")).filter(|f| funds.contains(f));
        if let (true, Some(fund)) = (spent, fund) {
            subject.concept = Some(format!("expenditure.{fund}"));
        }
        subject
    }

    fn base(&mut self, m: &Mention<'_>, claim: &mut Claim, index: usize) {
        if let Some(base) = &m.base {
            claim.year =
                base.year.or(claim.year).or(base.prior.then(|| self.setting.year.map(|y| y - 1)).flatten());
            claim.phase = base.series.map(phase_of);
        } else {
            claim.phase = phase(m.series, self.setting.kind);
        }
        name(claim, &self.current.subject);
        self.current.amounts.push(index);
    }

    fn change(&mut self, m: &Mention<'_>, meaning: Option<Meaning>, claim: &mut Claim, index: usize) {
        claim.baseline = m.base.as_ref().map(|b| baseline(b, self.setting));
        claim.base_year = m.base.as_ref().and_then(|b| b.year);
        let Some(meaning) = meaning else { return };
        let named = if m.role == Role::Cause { None } else { meaning.clone().subject() };
        match named {
            Some(subject) if subject != self.current.subject && subject != Subject::default() => {
                let known = !matches!(meaning, Meaning::Words(_));
                if known {
                    let subject = self.sided(subject);
                    let list = self.item();
                    self.current = Current { subject, list, ..Current::default() };
                } else {
                    name(claim, &subject);
                    return;
                }
            }
            _ => {}
        }
        if m.role == Role::Cause {
            claim.subject = meaning.subject().map(|s| s.names).unwrap_or_default();
            claim.of = self.last_own().map(id);
            return;
        }
        name(claim, &self.current.subject);
        if let Some(list) = &self.current.list {
            claim.group = Some(list.group);
        }
        claim.of = self.last_own().map(id);
        claim.base = m.base.as_ref().and_then(|b| {
            let found = self.current.amounts.iter().rev().copied().find(|i| {
                let c = self.claims.get(*i);
                c.is_some_and(|c| {
                    b.year.is_some()
                        && c.year == b.year
                        && !self.own_year(*i)
                        && b.series.is_none_or(|s| c.phase == Some(phase_of(s)))
                }) || c.is_some_and(|c| {
                    b.prior && c.year.is_some() && c.year == self.setting.year.map(|y| y - 1)
                })
            });
            found.map(id)
        });
        self.current.change = Some(index);
    }

    /// The current subject's last amount of the document's own year that is no plan beside an outcome.
    fn last_own(&self) -> Option<usize> {
        let own = |i: &&usize| self.own_year(**i);
        let last = self.current.amounts.iter().rev().filter(own);
        let outcome =
            last.clone().find(|i| self.claims.get(**i).is_some_and(|c| c.phase == Some(Phase::Final)));
        outcome.or_else(|| self.current.amounts.iter().rev().find(own)).copied()
    }

    fn share(&mut self, m: &Mention<'_>, meaning: Option<Meaning>, compact: &Compact, claim: &mut Claim) {
        if let Some(subject) = meaning.and_then(Meaning::subject)
            && subject != Subject::default()
            && subject != self.current.subject
        {
            // 基本支出占 52%: a subject of its own, whose amount stands elsewhere.
            name(claim, &subject);
        } else {
            name(claim, &self.current.subject);
            claim.of = self.last_own().map(id);
        }
        let phrase = compact.text.get(m.whole.clone()).unwrap_or("");
        if m.aside.is_some() {
            return;
        }
        let whole = self.resolver.resolve(phrase, &Subject::default());
        if let Some(list) = &self.current.list {
            claim.group = Some(list.group);
        }
        claim.base = match whole {
            Meaning::Concept(s) => self.stated(s.concept.as_deref()).map(id),
            Meaning::Path(_) | Meaning::Words(_) => None,
            Meaning::Inherit => {
                let of = claim.of.as_deref().and_then(number).and_then(|i| self.claims.get(i)).cloned();
                match (&self.current.list, of) {
                    (Some(list), Some(of)) => self.whole(list, &of).map(id),
                    (None, Some(_)) if self.brackets.is_empty() => {
                        // The items of a section whose heading names their whole.
                        let concept = self.heading.concept.clone();
                        self.stated(concept.as_deref()).map(id)
                    }
                    _ => None,
                }
            }
        };
        if claim.base == claim.of {
            claim.base = None;
        }
    }

    /// The last claim that states a concept's amount for the document's own year.
    fn stated(&self, concept: Option<&str>) -> Option<usize> {
        let concept = concept?;
        let want: &[&str] = match concept {
            "expenditure.budget" | "expenditure.grand_total" => {
                &["expenditure.budget", "expenditure.grand_total", "expenditure.current_total"]
            }
            "revenue.budget" | "revenue.grand_total" => {
                &["revenue.budget", "revenue.grand_total", "revenue.current_total"]
            }
            _ => &[],
        };
        let fits = |c: &Claim| {
            c.measure == Measure::Amount
                && c.wording.is_none()
                && c.yuan.is_some()
                && c.phase != Some(Phase::Budget).filter(|_| self.setting.kind == DocumentKind::FinalAccount)
        };
        let find = |concept: &str| {
            let same = |i: &usize| {
                self.claims.get(*i).is_some_and(|c| c.concept.as_deref() == Some(concept) && fits(c))
                    && self.own_year(*i)
            };
            (0..self.claims.len()).rev().find(same)
        };
        find(concept).or_else(|| want.iter().find_map(|c| find(c)))
    }

    /// Of a list's wholes the one of the claim's phase; the only one where there is one.
    fn whole(&self, list: &List, claim: &Claim) -> Option<usize> {
        let same = list
            .wholes
            .iter()
            .rev()
            .copied()
            .find(|i| self.claims.get(*i).is_some_and(|c| c.phase == claim.phase));
        if claim.year.is_some() && claim.year != self.setting.year && self.setting.year.is_some() {
            return None;
        }
        same.filter(|_| claim.measure == Measure::Amount)
    }

    fn completion(
        &mut self,
        m: &Mention<'_>,
        meaning: Option<Meaning>,
        compact: &Compact,
        claim: &mut Claim,
    ) {
        if let Some(subject) =
            meaning.and_then(Meaning::subject).filter(|s| s.concept.is_some() || s.code.is_some())
            && subject != self.current.subject
        {
            let list = self.item();
            self.current = Current { subject, list, ..Current::default() };
        }
        name(claim, &self.current.subject);
        let phrase = compact.text.get(m.whole.clone()).unwrap_or("");
        let series = m.base.as_ref().and_then(|b| b.series).or_else(|| compare::series(phrase));
        claim.baseline = match series {
            Some(compare::Series::InitialBudget) => Some(Baseline::InitialBudget),
            Some(compare::Series::AdjustedBudget) => Some(Baseline::AdjustedBudget),
            _ => None,
        };
        let of_phase = |phase: Phase| {
            let mut found = self.current.amounts.iter().rev().copied();
            found.find(|i| self.claims.get(*i).is_some_and(|c| c.phase == Some(phase)) && self.own_year(*i))
        };
        claim.of = of_phase(Phase::Final).map(id);
        claim.base = match claim.baseline {
            Some(Baseline::InitialBudget) => of_phase(Phase::Budget),
            Some(Baseline::AdjustedBudget) => of_phase(Phase::AdjustedBudget),
            // 预算 alone: the plan that was stated, if only one was.
            _ => match (of_phase(Phase::Budget), of_phase(Phase::AdjustedBudget)) {
                (Some(_), Some(_)) => None,
                (a, b) => a.or(b),
            },
        }
        .map(id);
    }

    /// An item of a list of counts.
    fn part(&mut self, claim: &mut Claim, subject: &Subject, count: bool) {
        if count
            && *subject != Subject::default()
            && let Some(list) = self.lists.last()
        {
            claim.group = Some(list.group);
            let same = list.wholes.iter().rev().copied().find(|i| {
                self.claims
                    .get(*i)
                    .is_some_and(|c| c.measure == Measure::Count && c.classifier == claim.classifier)
            });
            claim.base = same.map(id);
            if same.is_none() {
                claim.group = None;
            }
        }
    }

    /// The claim as far as the mention alone says it.
    fn blank(&self, m: &Mention<'_>, compact: &Compact, paragraph: &Paragraph) -> Claim {
        let origin = compact.origin(&m.range);
        let sentence = excerpt(&paragraph.text, compact.origin(&m.sentence), &origin);
        let slice = |range: std::ops::Range<usize>| paragraph.text.get(range).unwrap_or("").trim().to_owned();
        let place = paragraph.locate(self.places, &origin);
        let mut claim = Claim {
            id: id(self.claims.len()),
            section: paragraph.section,
            page: place.map(|p| p.0),
            bbox: place.map(|p| p.1),
            text: slice(origin),
            sentence: slice(sentence),
            measure: measure(m),
            subject: Vec::new(),
            code: None,
            concept: None,
            yuan: None,
            ulp: None,
            percent: None,
            count: None,
            classifier: None,
            direction: m.direction.map(direction),
            baseline: None,
            phase: None,
            year: m.year,
            of: None,
            base: None,
            base_year: None,
            group: None,
            wording: wording(m.role),
        };
        match &m.figure {
            Some(Kind::Money(money)) => {
                claim.yuan = Some(money.yuan());
                claim.ulp = Some(money.ulp());
            }
            Some(Kind::Percent(percent)) => {
                claim.percent = Some(percent.value);
                claim.ulp = Some(percent.ulp());
            }
            Some(Kind::Count(count)) => {
                claim.count = Some(count.value);
                claim.ulp = Some(count.ulp);
                claim.classifier = Some(count.classifier.to_owned());
            }
            // 年初预算为 0: nothing needs no unit. Any other number without one is not known in yuan.
            Some(Kind::Bare(value)) if value.is_zero() => {
                claim.yuan = Some(Decimal::ZERO);
                claim.ulp = Some(Decimal::ZERO);
            }
            _ => {}
        }
        claim
    }
}

/// Bytes of the longest sentence that a claim quotes whole. Every claim quotes its sentence, so one that never
/// ends would be written once for each of its figures.
const SENTENCE: usize = 6_000;
/// Bytes quoted before and after the figure in a longer one.
const QUOTED: usize = 300;

/// The sentence, or the part of it around the figure where it is longer than any sentence.
fn excerpt(
    text: &str,
    sentence: std::ops::Range<usize>,
    figure: &std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    if sentence.len() <= SENTENCE {
        return sentence;
    }
    let start = text.ceil_char_boundary(sentence.start.max(figure.start.saturating_sub(QUOTED)));
    let end = text.floor_char_boundary(sentence.end.min(figure.end.saturating_add(QUOTED)));
    start..end.max(start)
}

fn measure(m: &Mention<'_>) -> Measure {
    let percent = matches!(m.figure, Some(Kind::Percent(_)));
    match m.role {
        Role::Change if percent => Measure::ChangePercent,
        Role::Change | Role::Flat | Role::Outcome | Role::Reason | Role::Cause => Measure::ChangeAmount,
        Role::Share => Measure::SharePercent,
        Role::Completion => Measure::CompletionPercent,
        Role::Percent => Measure::Percent,
        Role::Count => Measure::Count,
        Role::Threshold => Measure::Threshold,
        Role::Amount | Role::Base | Role::Absent | Role::Topic => Measure::Amount,
    }
}

fn wording(role: Role) -> Option<Wording> {
    match role {
        Role::Flat => Some(Wording::Flat),
        Role::Outcome => Some(Wording::Outcome),
        Role::Absent => Some(Wording::Absent),
        Role::Reason => Some(Wording::Reason),
        Role::Cause => Some(Wording::Cause),
        _ => None,
    }
}

fn direction(direction: compare::Direction) -> Direction {
    match direction {
        compare::Direction::Increase => Direction::Increase,
        compare::Direction::Decrease => Direction::Decrease,
        compare::Direction::Flat => Direction::Flat,
    }
}

fn baseline(base: &compare::Base, setting: &Setting<'_>) -> Baseline {
    use compare::Series;
    let own = base.year.is_some() && base.year == setting.year;
    let account = setting.kind == DocumentKind::FinalAccount;
    match base.series {
        Some(Series::AdjustedBudget) => Baseline::AdjustedBudget,
        Some(Series::InitialBudget) if own || (base.year.is_none() && !base.prior) => Baseline::InitialBudget,
        Some(Series::Budget) if account && (own || (base.year.is_none() && !base.prior)) => {
            Baseline::InitialBudget
        }
        Some(Series::InitialBudget | Series::Budget) => Baseline::PriorBudget,
        Some(Series::Actual) => Baseline::PriorActual,
        None => Baseline::Prior,
    }
}

fn phase(series: Option<compare::Series>, kind: DocumentKind) -> Option<Phase> {
    match (series, kind) {
        (Some(series), _) => Some(phase_of(series)),
        (None, DocumentKind::Budget) => Some(Phase::Budget),
        (None, DocumentKind::FinalAccount) => Some(Phase::Final),
        (None, DocumentKind::Other) => None,
    }
}

fn phase_of(series: compare::Series) -> Phase {
    match series {
        compare::Series::InitialBudget | compare::Series::Budget => Phase::Budget,
        compare::Series::AdjustedBudget => Phase::AdjustedBudget,
        compare::Series::Actual => Phase::Final,
    }
}

fn name(claim: &mut Claim, subject: &Subject) {
    claim.subject.clone_from(&subject.names);
    claim.code.clone_from(&subject.code);
    claim.concept.clone_from(&subject.concept);
}

/// What a sentence says there is nothing of.
fn absent(phrase: &str) -> Option<&'static str> {
    let funds = [
        ("政府性基金", "expenditure.government_fund"),
        ("国有资本经营", "expenditure.state_capital"),
        ("三公", "three_public.total"),
        ("机关运行经费", "agency_operating"),
        ("政府采购", "procurement"),
    ];
    funds.into_iter().find(|(word, _)| phrase.contains(word)).map(|(_, concept)| concept)
}

/// Whose awards a statement speaks of: 在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额….
fn awarded(statement: &str) -> Option<&'static str> {
    if statement.contains("其他政府采购项目") {
        Some("procurement.awarded.other")
    } else if !statement.contains("预留") {
        None
    } else if statement.contains("小微企业") {
        Some("procurement.awarded.small_micro")
    } else if statement.contains("中小企业") {
        Some("procurement.awarded.small_medium")
    } else {
        None
    }
}

/// How a paragraph is numbered: 1 `1、`, 2 `(一)`, 3 `(1)`, 4 `一、`, 0 not at all.
fn style(text: &str) -> u8 {
    let chinese = |c: char| "一二三四五六七八九十".contains(c);
    let (open, rest) = text.strip_prefix('(').map_or((false, text), |r| (true, r));
    let number: usize =
        rest.chars().take_while(|c| c.is_ascii_digit() || chinese(*c)).map(char::len_utf8).sum();
    let arabic = rest.starts_with(|c: char| c.is_ascii_digit());
    let after = rest.get(number..).and_then(|r| r.chars().next());
    match (number, open, arabic, after) {
        (1..=9, true, false, Some(')')) => 2,
        (1..=3, true, true, Some(')')) => 3,
        (1..=2, false, true, Some('、' | '.' | '"' | '，' | ')')) => 1,
        (1..=9, false, false, Some('、')) => 4,
        _ => 0,
    }
}

/// A heading without what makes it one.
fn heading(title: &str) -> &str {
    let ends = [
        "情况的总体说明",
        "情况总体说明",
        "情况的说明",
        "情况说明",
        "说明",
        "总体情况",
        "具体情况",
        "规模变化情况",
        "结构情况",
        "具体使用情况",
        "变化情况",
        "支出情况",
        "安排情况",
        "预算情况",
        "决算情况",
        "情况",
        "收支",
        "总体",
        "具体",
        "规模",
        "有关",
        "其他",
        ":",
        "的",
    ];
    let mut title = title;
    for _ in 0..4 {
        match ends.iter().find_map(|w| title.strip_suffix(w)) {
            Some(shorter) if !shorter.is_empty() => title = shorter,
            _ => break,
        }
    }
    title.split('(').next().filter(|t| t.chars().count() > 6 && title.contains("详见")).unwrap_or(title)
}

pub(super) fn id(index: usize) -> String {
    format!("c{}", index + 1)
}

pub(super) fn number(id: &str) -> Option<usize> {
    id.strip_prefix('c')?.parse::<usize>().ok()?.checked_sub(1)
}
