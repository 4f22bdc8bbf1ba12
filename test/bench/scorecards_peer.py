"""Give me some credit by optbinning and scikit-learn's logistic regression on woe, five folds, binning within each.

usage: scorecards_peer.py FILE; prints one JSON object
"""

import json
import sys
import time
import warnings

import numpy as np
import optbinning
import pandas as pd
import sklearn
from optbinning import BinningProcess
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

warnings.filterwarnings("ignore")

rows = pd.read_csv(sys.argv[1], index_col=0)
answer = rows.pop("SeriousDlqin2yrs").to_numpy()


def odds_of(learnt, tested):
    binning = BinningProcess(list(rows.columns), min_bin_size=0.02, max_n_bins=8)
    train = binning.fit_transform(rows.iloc[learnt], answer[learnt], metric="woe", metric_missing="empirical")
    model = LogisticRegression().fit(train, answer[learnt])
    return model.decision_function(binning.transform(rows.iloc[tested], metric="woe", metric_missing="empirical"))


started, used = time.perf_counter(), time.process_time()
odds = np.zeros(len(answer))
for learnt, tested in StratifiedKFold(5, shuffle=True, random_state=1).split(rows, answer):
    odds[tested] = odds_of(learnt, tested)
odds_of(np.arange(len(answer)), np.arange(10))
print(
    json.dumps(
        {
            "peer": f"optbinning {optbinning.__version__}, scikit-learn {sklearn.__version__}",
            "seconds": time.process_time() - used,
            "wall": time.perf_counter() - started,
            "auc": roc_auc_score(answer, odds),
        }
    )
)
