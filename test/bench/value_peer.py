"""BG/NBD on the rows of a Parquet file, by lifetimes and by pandas' grouping with scipy's optimiser.

usage: value_peer.py FILE, columns x, recency, age (weeks); prints one JSON object
"""

import json
import sys
import time
import warnings

import lifetimes
import numpy as np
import pandas as pd
import scipy
from scipy.optimize import minimize
from scipy.special import betaln, digamma, gammaln

warnings.filterwarnings("ignore")


def grouped_fit(rows):
    groups = rows.groupby(["x", "recency", "age"]).size().reset_index(name="n")
    x, tx, age, n = (groups[c].to_numpy(float) for c in ["x", "recency", "age", "n"])
    scale, total, repeat = age.max(), n.sum(), x > 0
    tx, age = tx / scale, age / scale

    def objective(theta):
        r, alpha, a, b = np.exp(theta)
        k = r + x
        late, early = np.log(alpha + age), np.log(alpha + tx)
        with np.errstate(over="ignore"):
            odds = np.where(repeat, a / np.maximum(b + x - 1, 1e-300) * np.exp(k * (late - early)), 0)
        gone = odds / (1 + odds)
        value = gammaln(k) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b) - k * late + np.log1p(odds)
        both = digamma(a + b) - digamma(a + b + x)
        slopes = [
            digamma(k) - digamma(r) + np.log(alpha) - (1 - gone) * late - gone * early,
            r / alpha - k * ((1 - gone) / (alpha + age) + gone / (alpha + tx)),
            both + gone / a,
            both + digamma(b + x) - digamma(b) - np.where(repeat, gone / np.maximum(b + x - 1, 1e-300), 0),
        ]
        gradient = [np.dot(n, slope) * np.exp(t) for slope, t in zip(slopes, theta)]
        return -np.dot(n, value) / total, -np.array(gradient) / total

    found = minimize(objective, np.zeros(4), jac=True, method="L-BFGS-B", options={"ftol": 1e-13, "gtol": 1e-8})
    return (np.exp(found.x) * [1, scale, 1, 1]).tolist()


def lifetimes_fit(rows):
    fitter = lifetimes.BetaGeoFitter()
    fitter.fit(rows["x"], rows["recency"], rows["age"])
    return [float(fitter.params_[name]) for name in ["r", "alpha", "a", "b"]]


def timed(work, rows):
    started = time.perf_counter()
    parameters = work(rows)
    return {"seconds": time.perf_counter() - started, "parameters": parameters}


rows = pd.read_parquet(sys.argv[1])
grouped_fit(rows.head(1000))
print(
    json.dumps(
        {
            "lifetimes": {"peer": f"lifetimes {lifetimes.__version__}", **timed(lifetimes_fit, rows)},
            "scipy": {"peer": f"pandas {pd.__version__}, scipy {scipy.__version__}", **timed(grouped_fit, rows)},
        }
    )
)
