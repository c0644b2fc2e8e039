# Runs a command and prints what it cost, all processes that it started included, as JSON: wall and CPU seconds, and the peak
# memory of the largest process in MB. Node cannot: it has no wait4. Needs Linux or macOS.
import json
import resource
import subprocess
import sys
import time

start = time.monotonic()
run = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
seconds = time.monotonic() - start
if run.returncode != 0:
    sys.exit(f"{sys.argv[1:]} failed: {run.stdout}")
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
print(json.dumps({"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "megabytes": usage.ru_maxrss / unit}))
