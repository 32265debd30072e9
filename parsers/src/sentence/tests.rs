//! Sentences read into what they state.

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
        read("2022年收入预算 410.50 万元，比上年执行数增加 22.30 万元，增长 5.74%，主要原因是调资 3 万元。"),
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
        read("教育支出 90 万元，占本年支出合计的 45.0%。其中：基本支出60万元，占66.67％；项目支出30万元。"),
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
