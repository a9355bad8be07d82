"""Ask whether a locked package has a known vulnerability: python .ci/audit.py PIP-AUDIT LOCK.

pip-audit ends well where its service does not know a package, or where a mirror answers in the
service's place. Here that is no good end: 0 means that every package was looked up and none is
known to be vulnerable, 1 that one is, 3 that not all could be looked up.
"""

import json
import subprocess
import sys

CLEAN, VULNERABLE, UNKNOWN = 0, 1, 3


def judged(report: dict) -> tuple[int, str]:
    """Return the exit code and the words for what pip-audit found.

    Args:
        report: Its report, from `--format json`.
    """
    packages = report["dependencies"]
    bad = [package for package in packages if package.get("vulns")]
    passed_over = [package["name"] for package in packages if "skip_reason" in package]
    lines = [
        f"{package['name']} {package['version']}: {vulnerability['id']}, mended in "
        f"{', '.join(vulnerability['fix_versions']) or 'no version yet'}"
        for package in bad
        for vulnerability in package["vulns"]
    ]
    looked_up = len(packages) - len(passed_over)
    lines.append(f"{looked_up} of {len(packages)} packages were looked up; {len(bad)} vulnerable.")
    if passed_over or not packages:
        lines.append("Not looked up, so nothing is known of them: " + ", ".join(passed_over))
    code = VULNERABLE if bad else UNKNOWN if passed_over or not packages else CLEAN
    return code, "\n".join(lines)


def main(program: str, lock: str) -> int:
    """Run pip-audit on a lock, print what it found, and return the exit code."""
    command = [program, "--require-hashes", "--disable-pip", "--progress-spinner=off"]
    command += ["--format=json", "--requirement", lock]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        print(f"The service of pip-audit was not reached, so nothing is known: {said}")
        return UNKNOWN
    code, words = judged(report)
    print(words)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
