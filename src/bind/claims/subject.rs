//! What a phrase of the narrative names: a path of subjects, a concept, or something that only its words say.

use yusuan_parsers::subject::{Level, coded, dashed, marked};

use crate::model::Scheme;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::fold::fold;

/// What a figure is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Names from the whole to the part.
    pub names: Vec<String>,
    /// Official code of the last name, where the path decides it.
    pub code: Option<String>,
    /// What it is when it is no subject of the classification.
    pub concept: Option<String>,
}

/// What a phrase names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing of its own: what the clause before spoke of.
    Inherit,
    /// A path of the functional classification.
    Path(Subject),
    /// A concept of the vocabulary.
    Concept(Subject),
    /// Words that the vocabulary does not know.
    Words(Subject),
}

impl Meaning {
    /// The subject, if the phrase names one.
    pub fn subject(self) -> Option<Subject> {
        match self {
            Self::Inherit => None,
            Self::Path(s) | Self::Concept(s) | Self::Words(s) => Some(s),
        }
    }
}

/// Words behind a subject that only say which figure of it is meant.
const AFTER: &[&str] = &[
    "年初预算数",
    "全年预算数",
    "预算执行数",
    "当年预算",
    "年初预算",
    "全年预算",
    "调整预算数",
    "调整预算",
    "执行数",
    "预算数",
    "决算数",
    "预算总额",
    "支出决算",
    "支出预算",
    "预算安排",
    "预算合计",
    "决算合计",
    "预算",
    "决算",
    "安排",
    "总额",
    "金额",
    "资金",
    "支出",
    "合计",
    "总计",
    "科目",
    "数",
    "共计",
    "共",
    "总",
    "的",
    "分别",
    "已",
    "拟",
    "实际",
    "当年",
    "主要",
];

/// Words before a subject that do not belong to it.
const BEFORE: &[&str] = &[
    "截至",
    "当年",
    "全年",
    "年初",
    "本年度",
    "本部门",
    "本单位",
    "我单位",
    "我部门",
    "我局",
    "全区",
    "全市",
    "区级",
    "市级",
    "部门",
    "单位",
    "使用",
    "安排",
    "核定",
    "下达",
    "批复",
    "按",
    "由",
    "含",
    "通过",
    "财政安排的",
    "实际",
    "拟",
    "预计",
    "用于",
    "度",
    "共",
    "及",
    "和",
    "本年",
    "在",
    "主要是",
    "即",
];

/// Characters that an owner's name ends with: what follows may be the subject.
const OWNER_ENDS: &str = "局委会室部处心院办站队所校园馆司团庭厅社台道镇乡位门关级)）区县市年度的，学联";

/// Phrases that name only which figure is meant.
const GENERIC: &[&str] =
    &["支出", "预算", "决算", "收支", "其中", "比", "科目", "年", "度", "", "元", "分", "实现", "完成"];

/// Resolves phrases of one document.
#[derive(Debug)]
pub struct Resolver<'a> {
    /// Names, codes, concepts.
    pub vocabulary: &'a Vocabulary,
    /// The unit's name, folded; empty when unknown.
    pub owner: String,
    /// Fiscal year, for names that changed.
    pub year: Option<i32>,
}

impl Resolver<'_> {
    /// Reads a phrase of compact text. `path` is the last path of the section: a phrase that begins at 款 or 项 hangs
    /// below it.
    pub fn resolve(&self, phrase: &str, path: &Subject) -> Meaning {
        if phrase.is_empty() {
            return Meaning::Inherit;
        }
        if let Some((levels, _)) = marked(phrase) {
            return Meaning::Path(self.path(phrase, &levels, path));
        }
        if phrase.contains(['-', '—', '>', '/'])
            && let Some(levels) = dashed(phrase)
            && levels.first().is_some_and(|l| self.class(phrase.get(l.name.clone()).unwrap_or("")).is_some())
        {
            return Meaning::Path(self.path(phrase, &levels, &Subject::default()));
        }
        let text = strip_front(phrase);
        if let Some((code, name)) = coded(text) {
            let (code, name) = (text.get(code).unwrap_or(""), text.get(name).unwrap_or(""));
            if self.vocabulary.relation(Scheme::Functional, code, name, self.year).is_some() {
                return Meaning::Path(Subject {
                    names: vec![name.to_owned()],
                    code: Some(code.to_owned()),
                    concept: None,
                });
            }
        }
        let folded = fold(text);
        let bare = tail(self.without_owner(&folded));
        if let Some(found) = self.lookup(bare) {
            return found;
        }
        // 编报绩效目标的2023年度项目: the year stands in the middle.
        if text.len() < phrase.len() {
            let whole = fold(&without_years(phrase));
            if let Some(found) = self.lookup(tail(self.without_owner(&whole))) {
                return found;
            }
        }
        let name = clean(bare);
        if name.is_empty() || GENERIC.contains(&name) {
            return Meaning::Inherit;
        }
        let name = name.trim_matches(|c: char| "，,、:.".contains(c));
        let length = name.chars().count();
        if !(2..=40).contains(&length) {
            return Meaning::Words(Subject::default());
        }
        let code = [bare, name].into_iter().find_map(|n| self.class(n));
        Meaning::Words(Subject { names: vec![name.to_owned()], code, concept: None })
    }

    /// The code of a 类 by its name.
    fn class(&self, name: &str) -> Option<String> {
        let mut found =
            self.vocabulary.candidates(Scheme::Functional, name).into_iter().filter(|c| c.code.len() == 3);
        let first = found.next()?.code.to_owned();
        found.next().is_none().then_some(first)
    }

    fn without_owner<'t>(&self, folded: &'t str) -> &'t str {
        if self.owner.is_empty() {
            return folded;
        }
        folded.find(&self.owner).map_or(folded, |at| folded.get(at + self.owner.len()..).unwrap_or(folded))
    }

    /// Looks a phrase up: as it is, with less behind it, with less before it.
    fn lookup(&self, bare: &str) -> Option<Meaning> {
        let mut front = bare;
        loop {
            if let Some(meaning) = self.with_less_behind(front) {
                return Some(meaning);
            }
            match without_front_word(front) {
                Some(shorter) if !shorter.is_empty() => front = shorter,
                _ => break,
            }
        }
        // Whose figure it is may stand before: 上海市某某局收入预算.
        let mut last = ' ';
        for (at, c) in bare.char_indices() {
            if OWNER_ENDS.contains(last)
                && let Some(meaning) = bare.get(at..).and_then(|b| self.exact(b)).or_else(|| {
                    let rest = bare.get(at..)?;
                    AFTER.iter().find_map(|w| rest.strip_suffix(w)).and_then(|r| self.exact(r))
                })
            {
                return Some(meaning);
            }
            last = c;
        }
        None
    }

    fn with_less_behind(&self, text: &str) -> Option<Meaning> {
        let mut text = text;
        for _ in 0..5 {
            if GENERIC.contains(&text) {
                return None;
            }
            if let Some(found) = self.exact(text) {
                return Some(found);
            }
            text = AFTER.iter().find_map(|w| text.strip_suffix(w))?;
        }
        None
    }

    fn exact(&self, folded: &str) -> Option<Meaning> {
        let concept = self.vocabulary.claim(folded)?;
        Some(Meaning::Concept(Subject {
            names: vec![folded.to_owned()],
            code: None,
            concept: Some(concept.to_owned()),
        }))
    }

    fn path(&self, text: &str, levels: &[Level], above: &Subject) -> Subject {
        let first = levels.first().map_or(1, |l| usize::from(l.depth));
        let mut names: Vec<String> = above.names.iter().take(first.saturating_sub(1)).cloned().collect();
        if names.len() + 1 < first {
            names.clear();
        }
        // The code as far as it is known: of the levels above, then level by level.
        let mut code = match (&above.code, first) {
            (_, 1) => Some(String::new()),
            (Some(code), n) if names.len() + 1 == n => code.get(..n * 2 - 1).map(str::to_owned),
            _ => None,
        };
        for level in levels {
            let name = text.get(level.name.clone()).unwrap_or("");
            let digits = level.digits.clone().and_then(|d| text.get(d)).unwrap_or("");
            let length = usize::from(level.depth) * 2 + 1;
            code = self.descend(code.as_deref(), name, digits, length);
            names.push(name.to_owned());
        }
        Subject { names, code: code.filter(|c| !c.is_empty()), concept: None }
    }

    /// The code of a name below `above`: printed, or the only official one.
    fn descend(&self, above: Option<&str>, name: &str, digits: &str, length: usize) -> Option<String> {
        if digits.len() == length {
            return Some(digits.to_owned());
        }
        if let (Some(above), 2) = (above, digits.len())
            && above.len() + 2 == length
        {
            return Some(format!("{above}{digits}"));
        }
        let fits = |code: &str| code.len() == length && above.is_none_or(|a| code.starts_with(a));
        let found = self.vocabulary.candidates(Scheme::Functional, name);
        let mut found = found.iter().filter(|c| fits(c.code));
        let first = found.next()?;
        // Names of one 款 are unique; under an unknown parent 行政运行 is anybody's.
        found.all(|c| c.kind > first.kind || c.code == first.code).then(|| first.code.to_owned())
    }
}

/// A phrase without one word of [`BEFORE`]; 其 of 其他支出 belongs to the name.
fn without_front_word(text: &str) -> Option<&str> {
    BEFORE
        .iter()
        .find_map(|w| text.strip_prefix(w).filter(|rest| *w != "其" || !rest.starts_with(['他', '余'])))
}

/// Without numbering, quotation marks and a year at the beginning.
fn strip_front(phrase: &str) -> &str {
    let mut text = phrase;
    // What an earlier item's text may have left: the last year names the figure.
    if let Some((at, _)) = text.match_indices('年').rfind(|(i, _)| text.get(..*i).is_some_and(ends_with_year))
    {
        let after = text.get(at + '年'.len_utf8()..).unwrap_or("");
        text = after.strip_prefix('度').unwrap_or(after);
    }
    loop {
        let before = text;
        text = text.trim_start_matches(['"', '.', '、', '，', ',', ':', ' ', '-', '\'']);
        if let Some(close) = text.strip_prefix('(').and_then(|t| t.find(')'))
            && text.get(1..=close).is_some_and(|n| n.chars().count() <= 3 && n.chars().all(numbering))
        {
            text = text.get(close + 2..).unwrap_or("");
        }
        let digits = text.len() - text.trim_start_matches(numbering).len();
        if digits > 0
            && digits <= 9
            && text.get(digits..).is_some_and(|t| t.starts_with(['、', '.', '．', '"']))
        {
            text = text.get(digits..).unwrap_or("");
        }
        if text == before {
            return text;
        }
    }
}

/// The last characters of a phrase: no known phrase is longer.
fn tail(text: &str) -> &str {
    let from = text.char_indices().rev().nth(47).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or(text)
}

/// Without `2023年` and `2023年度`.
fn without_years(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('年') {
        let (before, after) = rest.split_at(at);
        let year = before.bytes().rev().take_while(u8::is_ascii_digit).count() == 4;
        out.push_str(if year { before.get(..before.len() - 4).unwrap_or("") } else { before });
        if !year {
            out.push('年');
        }
        let after = after.strip_prefix('年').unwrap_or(after);
        rest = if year { after.strip_prefix('度').unwrap_or(after) } else { after };
    }
    out.push_str(rest);
    out
}

fn numbering(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

fn ends_with_year(text: &str) -> bool {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == 4 || text.chars().rev().take(4).filter(|c| "〇○零一二三四五六七八九".contains(*c)).count() == 4
}

/// A name without the words before and behind it that do not belong to it.
fn clean(folded: &str) -> &str {
    let mut text = folded;
    loop {
        let before = text;
        if let Some(shorter) = without_front_word(text) {
            text = shorter;
        }
        // 支出 is part of the names of subjects, 预算数 is not.
        if let Some(shorter) =
            AFTER.iter().filter(|w| **w != "支出" && **w != "资金").find_map(|w| text.strip_suffix(w))
        {
            text = shorter;
        }
        if text == before {
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(phrase: &str) -> String {
        let vocabulary = Vocabulary::default();
        let resolver =
            Resolver { vocabulary: &vocabulary, owner: "江边市档案局".to_owned(), year: Some(2023) };
        let text = yusuan_parsers::compact::Compact::new(phrase).text;
        match resolver.resolve(&text, &Subject::default()) {
            Meaning::Inherit => "-".to_owned(),
            Meaning::Concept(s) => s.concept.unwrap_or_default(),
            Meaning::Path(s) => format!("{}={}", s.names.join("/"), s.code.unwrap_or_default()),
            Meaning::Words(s) => format!("?{}={}", s.names.join("/"), s.code.unwrap_or_default()),
        }
    }

    #[test]
    fn phrases_mean_what_they_name() {
        for (phrase, want) in [
            ("江边市档案局收入预算", "revenue.budget"),
            ("东湖市水务局2023年度收、支总计", "balance.grand_total"),
            ("2023年收支总预算", "balance.grand_total"),
            ("本年支出合计", "expenditure.current_total"),
            ("财政拨款支出预算", "expenditure.fiscal_appropriation"),
            ("年初预算", "-"),
            ("支出决算", "-"),
            ("2022年当年预算执行数", "-"),
            ("2023年“三公”经费预算数", "three_public.total"),
            ("（一）因公出国（境）费", "three_public.abroad"),
            ("公务用车购置及运行维护费支出决算", "three_public.vehicle"),
            ("3、公务接待费支出", "three_public.reception"),
            ("其他收入", "revenue.other"),
            ("某某市水务局其他收入", "revenue.other"),
            ("2023年本部门政府采购预算", "procurement"),
            ("“教育支出（类）普通教育（款）小学教育（项）”", "教育支出/普通教育/小学教育=2050202"),
            ("“一般公共服务支出-财政事务-行政运行”科目", "一般公共服务支出/财政事务/行政运行=2010601"),
            ("公共安全支出（204类）司法（06款）行政运行（01项）", "公共安全支出/司法/行政运行=2040601"),
            ("教育支出", "?教育支出=205"),
            ("支持企业规模化发展", "?支持企业规模化发展="),
            ("2023年江边市档案局下属1家机关财政拨款的机关运行经费预算", "agency_operating"),
        ] {
            assert_eq!(read(phrase), want, "{phrase}");
        }
    }
}
