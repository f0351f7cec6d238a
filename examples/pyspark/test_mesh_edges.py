"""Spark's verdicts are those of one run on one machine.

    pip install pyspark        (and a Java runtime)
    npm run build && npm run test:spark
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
import unittest

from pyspark.sql import SparkSession

from mesh_edges import edges_of_fleet

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COMMAND = f"node {shlex.quote(os.path.join(ROOT, 'bin', 'mtlscope.js'))}"


def verdict(edge):
    """An edge without where its evidence stands: facts are other files than dumps."""
    endpoints = [
        {
            **endpoint,
            "causes": [{**cause, "evidence": []} for cause in endpoint["causes"]],
            "findings": [{**finding, "evidence": []} for finding in endpoint["findings"]],
        }
        for endpoint in edge["endpoints"]
    ]
    return json.dumps({**edge, "endpoints": endpoints}, sort_keys=True)


class SameVerdicts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        cls.spark = builder.appName("test").getOrCreate()
        cls.spark.sparkContext.setLogLevel("ERROR")
        cls.spark.sparkContext.addPyFile(os.path.join(os.path.dirname(os.path.abspath(__file__)), "mesh_edges.py"))

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def check(self, sample):
        dumps = os.path.join(ROOT, "samples", sample, "proxies")
        run = subprocess.run([*shlex.split(COMMAND), "edges", "-o", "json", dumps], capture_output=True, text=True)
        expected = sorted(verdict(edge) for edge in json.loads(run.stdout)["edges"])
        self.assertGreater(len(expected), 0)
        with tempfile.TemporaryDirectory() as work:
            edges = edges_of_fleet(self.spark, dumps, work, COMMAND, clients_per_task=1).collect()
        self.assertEqual(sorted(verdict(json.loads(edge)) for edge in edges), expected)

    def test_where_a_rule_orders_plaintext(self):
        self.check("dr-disable-strict")

    def test_where_endpoints_differ(self):
        self.check("mixed-endpoints")

    def test_behind_a_gateway(self):
        self.check("gateway-simple")


if __name__ == "__main__":
    unittest.main()
