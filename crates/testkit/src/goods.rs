//! The sample shop's goods: what the pages promised, at which price, with a picture.

/// One thing on sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Good {
    /// Also the picture's name.
    pub key: &'static str,
    pub title: &'static str,
    pub category: &'static str,
    /// In fen (hundredths of a yuan).
    pub price: i64,
    pub listing: &'static str,
    pub properties: &'static [(&'static str, &'static str)],
    /// The merchant who sells it, by its id.
    pub merchant: &'static str,
    pub svg: &'static str,
}

macro_rules! good {
    ($key:literal, $title:literal, $category:literal, $price:literal, $merchant:literal, $listing:literal, [$(($name:literal, $value:literal)),* $(,)?]) => {
        Good {
            key: $key,
            title: $title,
            category: $category,
            price: $price,
            listing: $listing,
            properties: &[$(($name, $value)),*],
            merchant: $merchant,
            svg: include_str!(concat!("../goods/", $key, ".svg")),
        }
    };
}

impl Good {
    /// The path under which a demo serves the picture.
    #[must_use]
    pub fn picture(&self) -> String {
        format!("/goods/{}.svg", self.key)
    }
}

/// The good of that name.
#[must_use]
pub fn find(key: &str) -> Option<&'static Good> {
    GOODS.iter().find(|good| good.key == key)
}

/// Everything on sale.
pub const GOODS: &[Good] = &[
    good!(
        "wool-coat",
        "双面呢羊毛大衣 中长款",
        "服饰",
        94_700,
        "yuhe",
        "手工双面呢，面料100%羊毛，吊牌和水洗标可查。通勤百搭，垂感好，不起球。七天无理由退货，支持专柜验货。",
        [
            ("材质", "100%羊毛"),
            ("颜色", "驼色"),
            ("尺码", "S / M / L"),
            ("洗涤", "干洗"),
            ("产地", "浙江嘉兴")
        ]
    ),
    good!(
        "silk-shirt",
        "桑蚕丝真丝衬衫",
        "服饰",
        61_200,
        "yuhe",
        "19姆米桑蚕丝，光泽自然，亲肤透气。假一赔三，附检测报告编号。",
        [("材质", "桑蚕丝100%"), ("颜色", "雾粉"), ("姆米数", "19"), ("产地", "浙江杭州")]
    ),
    good!(
        "cashmere-scarf",
        "山羊绒围巾 素色长款",
        "服饰",
        39_900,
        "yuhe",
        "含绒量95%以上，细软不扎人，经起球测试达到四级。",
        [("材质", "山羊绒95% 羊毛5%"), ("尺寸", "200×70 厘米"), ("颜色", "砖红")]
    ),
    good!(
        "down-vest",
        "轻薄羽绒马甲",
        "服饰",
        39_900,
        "qingteng",
        "90%白鸭绒填充，防钻绒面料，可收纳成小包。",
        [("填充物", "白鸭绒90%"), ("充绒量", "68 克（M）"), ("颜色", "墨绿")]
    ),
    good!(
        "jeans",
        "高腰直筒牛仔裤",
        "服饰",
        15_900,
        "qingteng",
        "加厚棉布，固色水洗，首次单独洗涤不染色。",
        [("材质", "棉98% 氨纶2%"), ("颜色", "中蓝"), ("尺码", "26–32")]
    ),
    good!(
        "thermal-underwear",
        "加绒保暖内衣套装",
        "服饰",
        9_900,
        "qingteng",
        "德绒面料，上衣加裤子两件套，机洗不变形。",
        [("材质", "聚酯纤维65% 粘纤30% 氨纶5%"), ("件数", "2 件"), ("颜色", "烟灰")]
    ),
    good!(
        "hiking-backpack",
        "40升登山双肩包",
        "户外",
        32_900,
        "tuoye",
        "防泼水面料，背负系统可调，附防雨罩。承重18千克，三年质保。",
        [("容量", "40 升"), ("重量", "1.3 千克"), ("颜色", "军绿")]
    ),
    good!(
        "bicycle-helmet",
        "一体成型骑行头盔",
        "户外",
        18_900,
        "tuoye",
        "符合 GB 24429 标准，一体成型，后脑旋钮调节。",
        [("标准", "GB 24429"), ("头围", "55–61 厘米"), ("颜色", "红色")]
    ),
    good!(
        "sneakers",
        "缓震跑步鞋",
        "户外",
        45_900,
        "tuoye",
        "中底回弹，鞋面透气，适合日常五到十公里慢跑。尺码标准，按平时码选。",
        [("鞋面", "工程网布"), ("颜色", "宝蓝"), ("尺码", "36–44")]
    ),
    good!(
        "laptop",
        "14英寸轻薄笔记本电脑 16G+1T",
        "数码",
        529_900,
        "chengguang",
        "16GB 内存，1TB 固态硬盘，续航约12小时。整机两年质保，一年内性能故障只换不修。",
        [("内存", "16GB"), ("硬盘", "1TB 固态"), ("屏幕", "14 英寸 2.2K"), ("质保", "两年")]
    ),
    good!(
        "earbuds",
        "主动降噪无线耳机",
        "数码",
        39_900,
        "chengguang",
        "降噪深度45分贝，单次续航7小时，正品国行，支持序列号查询。",
        [("降噪", "45 分贝"), ("续航", "7 小时，配盒 28 小时"), ("防水", "IPX4")]
    ),
    good!(
        "phone-case",
        "磁吸防摔手机壳",
        "数码",
        4_900,
        "chengguang",
        "四角气囊，1.5米防摔，磁吸不掉。",
        [("材质", "TPU+PC"), ("颜色", "青绿")]
    ),
    good!(
        "air-fryer",
        "5升可视空气炸锅",
        "家电",
        29_900,
        "xunuan",
        "可视窗口，免翻面，内胆不含 PFOA。整机一年质保，到货30天内质量问题包换。",
        [("容量", "5 升"), ("功率", "1500 瓦"), ("质保", "一年")]
    ),
    good!(
        "rice-cooker",
        "IH电磁加热电饭煲 4升",
        "家电",
        49_900,
        "xunuan",
        "IH 立体加热，24小时预约，内胆五年不粘保用。",
        [("容量", "4 升"), ("功率", "1200 瓦"), ("内胆", "五年保用")]
    ),
    good!(
        "kettle",
        "304不锈钢电热水壶 1.7升",
        "家电",
        8_900,
        "xunuan",
        "食品级304内胆，防干烧，双层防烫。",
        [("容量", "1.7 升"), ("内胆", "304 不锈钢")]
    ),
    good!(
        "desk-lamp",
        "护眼台灯 国AA级照度",
        "家居",
        19_900,
        "yiwu",
        "国AA级照度，无可视频闪，色温三档，标配电源适配器。",
        [("照度", "国AA级"), ("色温", "3000–5000 K")]
    ),
    good!(
        "thermos",
        "316不锈钢保温杯 500毫升",
        "家居",
        11_900,
        "yiwu",
        "316不锈钢内胆，6小时保温65℃以上，支持刻字（刻字不退）。",
        [("容量", "500 毫升"), ("内胆", "316 不锈钢")]
    ),
    good!(
        "porcelain-bowls",
        "景德镇手绘青花碗 6只装",
        "家居",
        16_800,
        "jinghe",
        "釉下彩手绘，不含铅镉，可进微波炉。破损包赔。",
        [("件数", "6 只"), ("工艺", "釉下彩手绘"), ("产地", "江西景德镇")]
    ),
    good!(
        "tea",
        "明前龙井 250克礼盒",
        "食品",
        26_800,
        "yunxiu",
        "2026年明前采摘，核心产区，密封罐装，附溯源码。",
        [("净含量", "250 克"), ("采摘", "2026 年清明前"), ("保质期", "18 个月")]
    ),
    good!(
        "moon-cakes",
        "流心奶黄月饼礼盒 8枚",
        "食品",
        12_800,
        "heyue",
        "当日现烤，到手保质期不少于45天，坏单包赔。",
        [("净含量", "400 克"), ("保质期", "60 天"), ("贮存", "阴凉干燥")]
    ),
    good!(
        "face-cream",
        "神经酰胺修护面霜 50克",
        "美妆",
        21_900,
        "suyan",
        "敏感肌适用，不含香精酒精，国妆备案可查。开封前支持七天无理由。",
        [("净含量", "50 克"), ("备案", "可在药监局网站查询"), ("限期使用", "三年")]
    ),
    good!(
        "lipstick",
        "丝绒哑光口红",
        "美妆",
        12_900,
        "suyan",
        "上色一抹显白，不沾杯，正品保证。",
        [("色号", "#07 豆沙"), ("净含量", "3.5 克")]
    ),
    good!(
        "baby-stroller",
        "可躺可坐轻便婴儿推车",
        "母婴",
        69_900,
        "xiaoman",
        "一键收车，可登机，五点式安全带，通过 CCC 认证。",
        [("适用", "0–36 个月"), ("承重", "15 千克"), ("认证", "CCC")]
    ),
    good!(
        "toy-blocks",
        "榉木大颗粒积木 80块",
        "母婴",
        15_800,
        "jiqu",
        "榉木水性漆，圆角打磨，通过 GB 6675 检测，附收纳桶。",
        [("件数", "80 块"), ("材质", "榉木"), ("适用年龄", "1.5 岁以上")]
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::MERCHANTS;

    #[test]
    fn every_good_has_a_picture_and_a_merchant_of_the_shop() {
        assert_eq!(GOODS.len(), 24);
        for good in GOODS {
            assert!(good.svg.starts_with("<svg") && !good.properties.is_empty(), "{}", good.key);
            assert!(MERCHANTS.iter().any(|merchant| merchant.id == good.merchant), "{}", good.key);
        }
    }
}
