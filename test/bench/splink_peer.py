"""Splink on the records that `npm run bench -- identity` compares: python splink_peer.py RECORDS MEMBERS RANDOM_PAIRS

RECORDS, Parquet, holds a row per record: `record`, its source and record_id, what it is compared by, and for each
blocking rule a column `rule_<n>`, equal where two records are to be compared by it. MEMBERS, Parquet, gets the customer
of each record. RANDOM_PAIRS are drawn for u. Prints seconds by step, from the records in memory to the clusters, and the
peak of memory as JSON.
"""

import json
import re
import resource
import sys
import time

import duckdb
import splink
import splink.comparison_level_library as cll
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison

THREADS = 2
THRESHOLD = 0.95

# Rules by which hardly anybody but one person agrees, for the share of matches, and how many of these they find.
CERTAIN = [
    block_on("email", "family_name"),
    block_on("phone", "given_name", "family_name"),
    block_on("given_name", "family_name", "birth"),
    block_on("given_name", "family_name", "street", "postcode"),
    block_on("loyalty_number"),
]
RECALL = 0.8

# Rules by which the comparisons are trained; each comparison is left to three at least. Pairs that share the initials
# of both names are rarely of two people of one household, who would teach it that one person has two forenames.
TRAINING = [
    block_on("birth", "initials"),
    block_on("phone", "initials"),
    block_on("email", "initials"),
    block_on("postcode", "initials"),
]
TRAINING_PAIRS = 1e6


def exact(column, frequency=False):
    return cll.ExactMatchLevel(column, term_frequency_adjustments=frequency)


def comparison(name, *levels, null=None):
    first = cll.NullLevel(name) if null is None else cll.CustomLevel(null).configure(is_null_level=True)
    return CustomComparison(output_column_name=name, comparison_levels=[first, *levels, cll.ElseLevel()])


def either(text):
    """A condition, and the same with the two records in each other's place."""
    turned = re.sub(r"_([lr])\b", lambda side: "_r" if side[1] == "l" else "_l", text)
    return f"({text} or {turned})"


SWAPPED = either(
    "(given_name_l = family_name_r and substr(family_name_l, 1, 1) = substr(given_name_r, 1, 1))"
)


def words(column, share):
    split = f"string_split({column}_l, ' ')", f"string_split({column}_r, ' ')"
    shared = f"len(list_intersect({split[0]}, {split[1]}))"
    return f"{shared} >= {share} * least(len({split[0]}), len({split[1]}))"


SAME_PLACE = "(postcode_l = postcode_r or city_l = city_r)"
SIMILAR_STREET = f"""(number_l is not distinct from number_r
    and (jaro_winkler_similarity(street_l, street_r) >= 0.85 or {words("street", 0.7)}))"""

# The comparisons of src/identity/comparisons.ts, but for street and place, which are one here: Splink takes comparisons
# to be independent, and with two that nearly always agree together it takes households for one person: F1 .69, not .95,
# at 100,000 customers; at 1,000,000 there is little between them.
COMPARISONS = [
    comparison(
        "given_name",
        exact("given_name", frequency=True),
        cll.CustomLevel(SWAPPED),
        cll.CustomLevel(
            f"""list_has_any(roots_l, roots_r)
            or {either("starts_with(given_name_l, given_name_r || ' ')")}
            or {either("given_name_l = short_r")}"""
        ),
        cll.JaroWinklerLevel("given_name", 0.88),
        cll.CustomLevel(
            """least(length(given_name_l), length(given_name_r)) = 1
            and substr(given_name_l, 1, 1) = substr(given_name_r, 1, 1)"""
        ),
    ),
    comparison(
        "family_name",
        exact("family_name", frequency=True),
        cll.JaroWinklerLevel("family_name", 0.92),
        cll.CustomLevel(
            f"""jaro_winkler_similarity(family_name_l, family_name_r) >= 0.84
            or {either("starts_with(family_name_l, family_name_r || ' ')")}
            or {either("ends_with(family_name_l, ' ' || family_name_r)")}"""
        ),
        null=f"family_name_l is null or family_name_r is null or {SWAPPED}",
    ),
    comparison(
        "company",
        exact("company", frequency=True),
        cll.CustomLevel(f"jaro_winkler_similarity(company_l, company_r) >= 0.94 or {words('company', 1)}"),
        cll.CustomLevel(f"jaro_winkler_similarity(company_l, company_r) >= 0.86 or {words('company', 0.6)}"),
        cll.CustomLevel(f"jaro_winkler_similarity(company_l, company_r) >= 0.75 or {words('company', 0.4)}"),
    ),
    comparison(
        "email",
        exact("email", frequency=True),
        exact("email_user"),
        cll.LevenshteinLevel("email", 2),
        exact("email_number"),
        cll.CustomLevel(
            """jaro_winkler_similarity(email_l, email_r) >= 0.88
            and coalesce(email_number_l = email_number_r, true)"""
        ),
    ),
    comparison("phone", exact("phone", frequency=True), cll.LevenshteinLevel("phone", 1)),
    comparison(
        "birth",
        exact("birth"),
        cll.DamerauLevenshteinLevel("birth", 1),
        cll.CustomLevel(
            """levenshtein(birth_l, birth_r) = 2 or substr(birth_l, 5) = substr(birth_r, 5)
            or substr(birth_l, 1, 6) = substr(birth_r, 1, 6)"""
        ),
    ),
    comparison(
        "address",
        cll.CustomLevel(f"street_l = street_r and {SAME_PLACE}"),
        cll.CustomLevel(f"{SIMILAR_STREET} and {SAME_PLACE}"),
        exact("street"),
        exact("postcode"),
        exact("city"),
        null="""(street_l is null or street_r is null) and (postcode_l is null or postcode_r is null)
            and (city_l is null or city_r is null)""",
    ),
    comparison(
        "loyalty_number",
        exact("loyalty_number"),
        cll.LevenshteinLevel("loyalty_number", 1),
        cll.LevenshteinLevel("loyalty_number", 2),
    ),
]


def main(records, members, random_pairs):
    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute("create table records as from read_parquet($1)", [records])
    columns = [name for (name, *_) in connection.execute("describe records").fetchall()]
    rules = [block_on(name) for name in columns if name.startswith("rule_")]

    seconds = {}
    last = time.perf_counter()

    def done(step):
        nonlocal last
        now = time.perf_counter()
        seconds[step] = round(now - last, 3)
        last = now

    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=COMPARISONS,
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI(connection).register("records"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(CERTAIN, recall=RECALL)
    done("share of matches")
    linker.training.estimate_u_using_random_sampling(max_pairs=float(random_pairs))
    done("u")
    for rule in TRAINING:
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True, max_pairs=TRAINING_PAIRS
        )
    done("m")
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
    done("predict")
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=THRESHOLD
    )
    done("cluster")

    connection.execute(
        f"""copy (select source, record_id, cluster_id::varchar as customer_id from {clusters.physical_name})
        to '{members}' (format parquet)"""
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "version": splink.__version__,
                "seconds": seconds,
                "peak_mb": round(peak / (2**20 if sys.platform == "darwin" else 2**10)),
            }
        )
    )


main(*sys.argv[1:])
