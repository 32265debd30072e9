//! The figures of one invented unit. They are made so that every identity of a disclosure holds exactly: lines by
//! function, items by economic class, projects, “三公” and last year's figures.

mod invent;

use crate::catalogue::{Field, name};
use crate::money::Money;
use crate::names::Names;

/// Which budget pays for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fund {
    /// 一般公共预算.
    General,
    /// 政府性基金预算.
    Government,
    /// 国有资本经营预算.
    Capital,
}

/// One 项 with its figures.
#[derive(Debug, Clone)]
pub struct Line {
    /// Seven digits.
    pub code: &'static str,
    /// Who pays.
    pub fund: Fund,
    /// 人员经费.
    pub personnel: Money,
    /// 公用经费.
    pub public: Money,
    /// 项目支出 from the appropriation.
    pub project: Money,
    /// 项目支出 from the unit's own money of the year.
    pub own: Money,
    /// 项目支出 from the unit's own money of earlier years.
    pub carried: Money,
    /// Last year's appropriation for it.
    pub prior: Money,
    /// 年初预算, for accounts.
    pub planned: Money,
}

impl Line {
    /// From the appropriation.
    pub fn fiscal(&self) -> Money {
        self.personnel + self.public + self.project
    }
    /// 基本支出.
    pub fn basic(&self) -> Money {
        self.personnel + self.public
    }
    /// 项目支出 of all sources.
    pub fn projects(&self) -> Money {
        self.project + self.own + self.carried
    }
    /// All sources.
    pub fn total(&self) -> Money {
        self.basic() + self.projects()
    }
    /// 类, 款, 项 names.
    pub fn path(&self) -> [&'static str; 3] {
        [name(&self.code[..3]), name(&self.code[..5]), name(self.code)]
    }
}

/// “三公” of one year and stage.
#[derive(Debug, Clone, Copy, Default)]
pub struct ThreePublic {
    /// 因公出国（境）.
    pub abroad: Money,
    /// 公务接待.
    pub reception: Money,
    /// 公务用车购置.
    pub purchase: Money,
    /// 公务用车运行维护.
    pub operation: Money,
}

impl ThreePublic {
    /// 公务用车购置及运行.
    pub fn vehicle(&self) -> Money {
        self.purchase + self.operation
    }
    /// 合计.
    pub fn total(&self) -> Money {
        self.abroad + self.reception + self.vehicle()
    }
}

/// One project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Name.
    pub name: String,
    /// From general public budget.
    pub general: Money,
    /// From the government fund.
    pub government: Money,
    /// From the unit's own money.
    pub own: Money,
    /// 绩效目标.
    pub goal: String,
}

/// Everything that a template prints.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Names.
    pub names: Names,
    /// Field of work.
    pub field: &'static Field,
    /// Fiscal year.
    pub year: i32,
    /// Lines by code.
    pub lines: Vec<Line>,
    /// Items of 301, 302, 303, 310 with code and name.
    pub economics: Vec<(&'static str, &'static str, Money)>,
    /// This year's “三公” (final in accounts).
    pub three: ThreePublic,
    /// Last year's.
    pub three_prior: ThreePublic,
    /// 年初预算 in accounts.
    pub three_planned: ThreePublic,
    /// 机关运行经费 and last year's.
    pub agency: (Money, Money),
    /// 政府采购: goods, works, services.
    pub procurement: [Money; 3],
    /// Reserved for small and medium enterprises; of it for small and micro ones.
    pub reserved: (Money, Money),
    /// Projects.
    pub projects: Vec<Project>,
    /// Whether own money is 事业收入 (else 其他收入).
    pub own_is_business: bool,
    /// Opening and closing balances of accounts: fiscal, own.
    pub opening: (Money, Money),
    /// Closing: fiscal, own.
    pub closing: (Money, Money),
    /// Vehicles in use.
    pub vehicles: i64,
}

/// What may differ between templates.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // independent facts
pub struct Shape {
    /// Keeps the units of one seed in several templates apart.
    pub salt: &'static str,
    /// Smallest step of an amount in 分.
    pub step: i64,
    /// A unit of a district.
    pub district: bool,
    /// With 住房保障支出.
    pub housing: bool,
    /// Wanted number of 项 lines, as far as the catalogue goes.
    pub lines: usize,
    /// Whether own money, a fund or balances may occur.
    pub rich: bool,
    /// Whether money of earlier years is shown (Hangzhou's 上年结转, accounts).
    pub carried: bool,
}

impl Facts {
    /// Lines of one fund.
    pub fn of(&self, fund: Fund) -> Vec<&Line> {
        self.lines.iter().filter(|l| l.fund == fund).collect()
    }

    /// A sum over the lines.
    pub fn sum(&self, figure: impl Fn(&Line) -> Money) -> Money {
        self.lines.iter().map(figure).sum()
    }

    /// A sum over the lines of a fund.
    pub fn sum_of(&self, fund: Fund, figure: impl Fn(&Line) -> Money) -> Money {
        self.lines.iter().filter(|l| l.fund == fund).map(figure).sum()
    }

    /// Sum of the economic items whose code begins so.
    pub fn economic(&self, class: &str) -> Money {
        self.economics.iter().filter(|(c, _, _)| c.starts_with(class)).map(|(_, _, m)| *m).sum()
    }
}
