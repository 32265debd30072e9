//! Carries the subject from clause to clause, and makes a claim of each mention.

use yusuan_parsers::compact::Compact;
use yusuan_parsers::sentence::{Event, Mention, Role, events};

use super::super::Paragraph;
use super::Setting;
use super::subject::{Meaning, Resolver, Subject};
use crate::clock;
use crate::model::{Claim, PlaceMap, Section};

mod amount;
mod change;
mod claim;
mod list;

use amount::is_sum;
use claim::name;
use list::List;

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
    /// The last list that ended with its sentence: 具体情况如下 goes through its whole again.
    closed: Option<List>,
    /// The last item was joined to the one before it: A 5 万元、B 3 万元.
    joined: bool,
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
    /// A change of something that nothing else was said of.
    foreign: Option<usize>,
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
            closed: None,
            joined: false,
            groups: 0,
            current: Current::default(),
            topic: None,
            brackets: Vec::new(),
            since_open: true,
            style: 0,
            foreign: None,
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
        self.closed = None;
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
        self.style = style(&compact.text);
        // 1.教育支出（类）…（项）12.00 万元。 as a line of its own: the lines below it, without a number, go on with it.
        let path = |s: &Subject| s.concept.is_none() && !s.names.is_empty();
        let item = self.topic.as_ref().is_some_and(path) || path(&self.current.subject);
        // What begins in the middle of a figure is torn off something else.
        let torn = compact.text.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && yusuan_parsers::year::year(&compact.text).is_err();
        if self.style != 0 || !item || torn {
            self.current = Current::default();
            self.topic = None;
        }
        self.brackets.clear();
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

    fn mention(&mut self, m: &Mention<'_>, compact: &Compact, paragraph: &Paragraph) {
        clock::tick();
        clock::at_most("claims", |l| l.claims, self.claims.len());
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
                let words = compact.text.get(m.subject.start..m.range.start).unwrap_or("");
                let joint = compact.text.get(..m.subject.start).and_then(|t| t.chars().next_back());
                self.joined = matches!(joint, Some('、' | '和' | '及' | '与'));
                if !(is_sum(words) && self.sum(m, &mut claim)) {
                    self.amount(m, meaning, statement, &mut claim, index);
                }
            }
            Role::Base => self.base(m, &mut claim, index),
            Role::Change | Role::Flat | Role::Reason | Role::Cause => {
                self.change(m, meaning, phrase, &mut claim, index);
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
    let mut id = (index + 1).to_string();
    id.insert(0, 'c');
    id
}

pub(super) fn number(id: &str) -> Option<usize> {
    id.strip_prefix('c')?.parse::<usize>().ok()?.checked_sub(1)
}
