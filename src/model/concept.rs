//! Names of what columns, lines and claims mean. Dotted, from the whole to the part; the vocabulary's data files
//! map printed words to them, so that a template needs no code. The constants are those that rules speak of.
//!
//! Columns of a two-sided summary: `revenue.name`, `revenue.amount`, `expenditure.name`, `expenditure.amount`
//! (a single 预算数 or 决算数), or `expenditure.total` and its parts `expenditure.general_public`,
//! `expenditure.government_fund`, `expenditure.state_capital`.

macro_rules! concepts {
    ($($(#[$doc:meta])* $name:ident = $value:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $value;)*
        /// Every concept that the code knows by name.
        pub const ALL: &[&str] = &[$($value),*];
    };
}

concepts! {
    /// 类 column of a split code.
    CODE_CLASS = "code.class";
    /// 款 column of a split code.
    CODE_DIVISION = "code.division";
    /// 项 column of a split code.
    CODE_ITEM = "code.item";
    /// 科目编码 in one column.
    CODE = "code";
    /// 科目名称, 项目 (as a name).
    NAME = "name";
    /// 单位名称.
    UNIT_NAME = "unit_name";
    /// 项目名称.
    PROJECT_NAME = "project_name";
    /// 绩效目标.
    PERFORMANCE_GOAL = "performance_goal";
    /// 合计 of a row in a table by subject, 金额.
    TOTAL = "total";
    /// 年初预算数 beside 决算数 in accounts. `prior.`, `adjusted.` and `initial.` go before any concept of a column
    /// that holds last year's, the adjusted or the initial plan's figure beside the document's own.
    INITIAL_TOTAL = "initial.total";
    /// 基本支出 (or its 小计).
    BASIC = "basic";
    /// 基本支出: 人员经费.
    BASIC_PERSONNEL = "basic.personnel";
    /// 基本支出: 公用经费.
    BASIC_PUBLIC = "basic.public";
    /// 项目支出.
    PROJECT = "project";
    /// 经营支出.
    OPERATING = "operating";
    /// 上缴上级支出.
    UPWARD = "upward";
    /// 对附属单位补助支出.
    SUBSIDY = "subsidy";
    /// 预算数 or 决算数 of the revenue side, name column.
    REVENUE_NAME = "revenue.name";
    /// Amount of the revenue side.
    REVENUE_AMOUNT = "revenue.amount";
    /// Name column of the expenditure side.
    EXPENDITURE_NAME = "expenditure.name";
    /// Single amount column of the expenditure side.
    EXPENDITURE_AMOUNT = "expenditure.amount";
    /// 合计 of the expenditure side where it is split by fund or kind.
    EXPENDITURE_TOTAL = "expenditure.total";
    /// 一般公共预算 of the expenditure side.
    EXPENDITURE_GENERAL_PUBLIC = "expenditure.general_public";
    /// 政府性基金预算 of the expenditure side.
    EXPENDITURE_GOVERNMENT_FUND = "expenditure.government_fund";
    /// 国有资本经营预算 of the expenditure side.
    EXPENDITURE_STATE_CAPITAL = "expenditure.state_capital";
    /// 本年收入: 小计.
    CURRENT_SUBTOTAL = "current_year_revenue.subtotal";
    /// 本年收入: 财政拨款收入 in one column.
    CURRENT_FISCAL = "current_year_revenue.fiscal_appropriation";
    /// 本年收入: 一般公共预算.
    CURRENT_GENERAL_PUBLIC = "current_year_revenue.general_public";
    /// 本年收入: 政府性基金.
    CURRENT_GOVERNMENT_FUND = "current_year_revenue.government_fund";
    /// 本年收入: 国有资本经营.
    CURRENT_STATE_CAPITAL = "current_year_revenue.state_capital";
    /// 本年收入: 财政专户管理资金.
    CURRENT_SPECIAL_ACCOUNT = "current_year_revenue.special_account";
    /// 本年收入: 事业收入.
    CURRENT_BUSINESS = "current_year_revenue.business";
    /// 本年收入: 经营收入.
    CURRENT_OPERATING = "current_year_revenue.operating";
    /// 本年收入: 上级补助收入.
    CURRENT_SUPERIOR = "current_year_revenue.superior_subsidy";
    /// 本年收入: 附属单位上缴收入.
    CURRENT_SUBORDINATE = "current_year_revenue.subordinate_remittance";
    /// 本年收入: 其他收入.
    CURRENT_OTHER = "current_year_revenue.other";
    /// 上年结转: 小计; its parts end like those of the current year (`carryover.general_public` …).
    CARRYOVER_SUBTOTAL = "carryover.subtotal";
    /// “三公”: 合计. In accounts `.budget` or `.final` follows each of these.
    THREE_PUBLIC_TOTAL = "three_public.total";
    /// “三公”: 因公出国（境）费.
    THREE_PUBLIC_ABROAD = "three_public.abroad";
    /// “三公”: 公务接待费.
    THREE_PUBLIC_RECEPTION = "three_public.reception";
    /// “三公”: 公务用车 小计.
    THREE_PUBLIC_VEHICLE = "three_public.vehicle";
    /// “三公”: 公务用车购置费.
    THREE_PUBLIC_VEHICLE_PURCHASE = "three_public.vehicle.purchase";
    /// “三公”: 公务用车运行费.
    THREE_PUBLIC_VEHICLE_OPERATION = "three_public.vehicle.operation";
    /// 机关运行经费.
    AGENCY_OPERATING = "agency_operating";
    /// 年初结转和结余.
    OPENING_BALANCE = "opening_balance";
    /// 本年收入 of a fund's table.
    CURRENT_REVENUE = "current_revenue";
    /// 本年支出 of a fund's table: 小计; parts `current_expenditure.basic`, `current_expenditure.project`.
    CURRENT_EXPENDITURE = "current_expenditure";
    /// 年末结转和结余.
    CLOSING_BALANCE = "closing_balance";
    /// Line: 本年收入合计.
    LINE_REVENUE_CURRENT_TOTAL = "revenue.current_total";
    /// Line: 收入总计.
    LINE_REVENUE_GRAND_TOTAL = "revenue.grand_total";
    /// Line: 上年结转结余, 年初结转和结余.
    LINE_REVENUE_CARRYOVER = "revenue.carryover";
    /// Line: 使用非财政拨款结余.
    LINE_REVENUE_USED_BALANCE = "revenue.used_balance";
    /// Line: 财政拨款收入.
    LINE_REVENUE_FISCAL = "revenue.fiscal_appropriation";
    /// Line: 一般公共预算拨款.
    LINE_REVENUE_GENERAL_PUBLIC = "revenue.general_public";
    /// Line: 政府性基金预算拨款.
    LINE_REVENUE_GOVERNMENT_FUND = "revenue.government_fund";
    /// Line: 国有资本经营预算拨款.
    LINE_REVENUE_STATE_CAPITAL = "revenue.state_capital";
    /// Line: 财政专户管理资金.
    LINE_REVENUE_SPECIAL_ACCOUNT = "revenue.special_account";
    /// Line: 事业收入.
    LINE_REVENUE_BUSINESS = "revenue.business";
    /// Line: 经营收入.
    LINE_REVENUE_OPERATING = "revenue.operating";
    /// Line: 上级补助收入.
    LINE_REVENUE_SUPERIOR = "revenue.superior_subsidy";
    /// Line: 附属单位上缴收入.
    LINE_REVENUE_SUBORDINATE = "revenue.subordinate_remittance";
    /// Line: 其他收入.
    LINE_REVENUE_OTHER = "revenue.other";
    /// Line: 本年支出合计.
    LINE_EXPENDITURE_CURRENT_TOTAL = "expenditure.current_total";
    /// Line: 支出总计.
    LINE_EXPENDITURE_GRAND_TOTAL = "expenditure.grand_total";
    /// Line: 年终结转结余.
    LINE_EXPENDITURE_CARRYOVER = "expenditure.carryover";
    /// Line: 结余分配.
    LINE_EXPENDITURE_DISTRIBUTION = "expenditure.distribution";
    /// Claim: 收支总计, of revenue and of expenditure alike.
    BALANCE_GRAND_TOTAL = "balance.grand_total";
    /// Claim: 收入预算, which may mean 收入总计 or 本年收入合计.
    REVENUE_BUDGET = "revenue.budget";
    /// Claim: 支出预算, which may mean 支出总计 or 本年支出合计.
    EXPENDITURE_BUDGET = "expenditure.budget";
    /// Claim: 财政拨款收支总计.
    FISCAL_GRAND_TOTAL = "fiscal.grand_total";
    /// Claim: 财政拨款支出.
    EXPENDITURE_FISCAL = "expenditure.fiscal_appropriation";
    /// Claim: 一般公共预算基本支出.
    GENERAL_PUBLIC_BASIC = "general_public.basic";
    /// Claim: 一般公共预算项目支出.
    GENERAL_PUBLIC_PROJECT = "general_public.project";
    /// Claim: 会议费.
    MEETING = "meeting";
    /// Claim: 培训费.
    TRAINING = "training";
    /// Claim: 政府采购; parts `.goods`, `.works`, `.services`, `.small_medium`.
    PROCUREMENT = "procurement";
    /// Claim: 绩效目标项目 (count or amount).
    PERFORMANCE = "performance";
    /// Claim: 车辆.
    VEHICLES = "vehicles";
    /// Claim: 单价 … 以上设备.
    EQUIPMENT = "equipment";
}
