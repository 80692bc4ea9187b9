"""The sieve of `find_raw` passes every place that one of the rules would read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.extract.dates import _scanner, _single, find_raw
from textmine.lexicon import use_overlay

FRAGMENTS = [
    *'0123456789０５９一二三五十百零〇O年月日季度周上下半前后去今明来本当个到至-－—～起、和与/.“”"民国元公农历旧闰两多的底末初，。 \u3000\n',
    *("2019", "2018年", "１９年", "二〇一九年", "十二", "2019-01-10", "10/1/2019", "20O9年", "民國", "光绪", "公元前"),
    *("“十三五”", "十三五", "期间", "规划", "过去五年", "一年来", "全年", "年内", "目前", "至今", "迄今", "当年"),
    *("以来累计", "已累计", "累计已", "同期", "上年", "上一年", "第一季度", "上半年", "前三季度", "前5个月", "月份"),
    *("中旬", "12月31日", "次年", "32日", "最近", "今后", "未来", "这", "本届", "上一届", "往后", "下一", "后的"),
    *("多来", "平均", "建成", "按", "每", "逐", "半年"),
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join), st.integers(0, 3))
@settings(max_examples=500)
def test_nothing_is_lost_in_the_sieve(text, start):
    tried = [(m.start(), _single()[m.lastgroup][0]) for m in _scanner().finditer(text, start)]
    found = [(raw.start, raw.rule) for raw in find_raw(text, start)]
    assert found == tried


def test_a_word_of_one_character_passes_the_sieve(tmp_path):
    (tmp_path / "periods.toml").write_text('[now]\nwords = ["現"]\n', "utf-8")
    use_overlay(tmp_path)
    try:
        assert [raw.rule for raw in find_raw("到現，現")] == ["now", "now"]
    finally:
        use_overlay(None)
