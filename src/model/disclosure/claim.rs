//! Claims: the figures that the narrative states.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BBox;

/// One figure that the narrative states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// `c1`, `c2` … in document order.
    pub id: String,
    /// Index of its section.
    pub section: usize,
    /// 1-based page; null for text inputs.
    pub page: Option<u32>,
    /// Box of the figure; null for text inputs.
    pub bbox: Option<BBox>,
    /// The figure as printed, with its unit.
    pub text: String,
    /// The sentence that states it.
    pub sentence: String,
    /// What kind of figure it is.
    pub measure: Measure,
    /// What it is about, from the whole to the part.
    pub subject: Vec<String>,
    /// Official code of the subject, where the path names one.
    pub code: Option<String>,
    /// What it is about when that is no subject: `revenue.grand_total`, `three_public.reception` …
    pub concept: Option<String>,
    /// The amount in yuan.
    #[schemars(with = "Option<String>")]
    pub yuan: Option<Decimal>,
    /// Yuan (or percent points, or units counted) that one unit of the last printed digit stands for.
    #[schemars(with = "Option<String>")]
    pub ulp: Option<Decimal>,
    /// The percentage.
    #[schemars(with = "Option<String>")]
    pub percent: Option<Decimal>,
    /// The count.
    #[schemars(with = "Option<String>")]
    pub count: Option<Decimal>,
    /// The classifier of a count: 个, 辆, 人次 …
    pub classifier: Option<String>,
    /// Direction of a change.
    pub direction: Option<Direction>,
    /// What a change is measured against.
    pub baseline: Option<Baseline>,
    /// Which figure of the year it is: what was planned, or what was spent.
    pub phase: Option<Phase>,
    /// The year that the figure is of, where the sentence says.
    pub year: Option<i32>,
    /// The claim that a change or a share is computed from or belongs to (`c12`): the current amount.
    pub of: Option<String>,
    /// The claim that states the whole of a share or the base of a change.
    pub base: Option<String>,
    /// The year that a change is measured against, where the sentence names one.
    pub base_year: Option<i32>,
    /// Number of the list (其中, 包括, 主要用于以下方面 …) that the figure is an item of; its whole is `base`.
    pub group: Option<u32>,
    /// Set where words stand for the figure: then there is no value.
    pub wording: Option<Wording>,
}

/// Words that stand where a figure might.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// 与上年持平.
    Flat,
    /// 决算数小于预算数: `direction` is that of outcome over plan.
    Outcome,
    /// 没有使用政府性基金预算拨款安排的支出.
    Absent,
    /// 减少的主要原因是….
    Reason,
    /// 主要原因是…经费增加: the reason says itself what went up.
    Cause,
}

/// What kind of figure a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// An amount of money.
    Amount,
    /// A difference to a baseline, in money.
    ChangeAmount,
    /// A difference to a baseline, in percent.
    ChangePercent,
    /// A part of a whole, in percent.
    SharePercent,
    /// 完成年初预算的 p%: outcome over plan.
    CompletionPercent,
    /// Any other percentage (a score, a rate of satisfaction).
    Percent,
    /// A number of things.
    Count,
    /// 单价100万元以上: a limit, which no rule compares.
    Threshold,
}

/// Direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 增加, 增长, 上升.
    Increase,
    /// 减少, 下降, 降低.
    Decrease,
    /// 持平, 一致, 无变化.
    Flat,
}

/// What a change is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// 上年预算数.
    PriorBudget,
    /// 上年执行数, 上年决算数.
    PriorActual,
    /// 年初预算 of the same year.
    InitialBudget,
    /// 全年预算 (调整预算) of the same year.
    AdjustedBudget,
    /// 上年, without saying which figure.
    Prior,
}

/// Which figure of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 预算 (in accounts: 年初预算).
    Budget,
    /// 全年预算, 调整预算.
    AdjustedBudget,
    /// 决算, 执行数.
    Final,
}
