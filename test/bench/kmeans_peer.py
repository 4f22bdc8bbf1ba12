"""scikit-learn on the matrix that `npm run bench -- segments` clusters: python kmeans_peer.py POINTS K STARTS

POINTS, Parquet, holds a column per coordinate. Prints the seconds of the fit alone and its inertia as JSON.
"""

import json
import sys
import time

import numpy
import pyarrow.parquet
import sklearn
from sklearn.cluster import KMeans

table = pyarrow.parquet.read_table(sys.argv[1])
points = numpy.column_stack([column.to_numpy() for column in table.columns])
started = time.perf_counter()
fit = KMeans(n_clusters=int(sys.argv[2]), n_init=int(sys.argv[3]), random_state=0).fit(points)
seconds = time.perf_counter() - started
print(json.dumps({"version": sklearn.__version__, "seconds": seconds, "inertia": fit.inertia_}))
