"""`python run.py MODULE SCENARIO` runs one scenario. Says nothing when all is as it should be."""

import importlib
import sys

module, scenario = sys.argv[1:]
getattr(importlib.import_module(module), scenario)()
