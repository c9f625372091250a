//! The pack for mainland China, compiled in; a test holds that no file of its folder is missing here.

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../playbooks/cn-mainland/", $name)))),*]
    };
}

pub(crate) const CN_MAINLAND: &[(&str, &str)] = files![
    "calendar.toml",
    "common.toml",
    "extras.toml",
    "kinds/after_sales_poor.toml",
    "kinds/after_sales_slow.toml",
    "kinds/automated_decision.toml",
    "kinds/counterfeit_or_false_promotion.toml",
    "kinds/coupon.toml",
    "kinds/cross_border.toml",
    "kinds/currency.toml",
    "kinds/damaged_in_transit.toml",
    "kinds/defective.toml",
    "kinds/incompetent_service.toml",
    "kinds/information_withheld.toml",
    "kinds/late_delivery.toml",
    "kinds/livestream.toml",
    "kinds/lost_parcel.toml",
    "kinds/minor.toml",
    "kinds/not_as_described.toml",
    "kinds/order_cancelled.toml",
    "kinds/payment.toml",
    "kinds/pickup_point.toml",
    "kinds/platform_at_fault.toml",
    "kinds/poor_communication.toml",
    "kinds/price.toml",
    "kinds/price_drop.toml",
    "kinds/promotion.toml",
    "kinds/repair.toml",
    "kinds/return_refused.toml",
    "kinds/review_or_harassment.toml",
    "kinds/shipping_fee.toml",
    "kinds/slow_service.toml",
    "kinds/unsafe_goods.toml",
    "limits.toml",
    "pack.toml",
    "refusals.toml",
    "ruling.toml",
    "rules/counting.toml",
    "rules/law.toml",
    "rules/platform.toml",
    "statistics.toml",
    "windows.toml",
];
