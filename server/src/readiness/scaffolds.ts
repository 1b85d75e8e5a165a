/** First versions of what is missing: small files that people review before they are written. */
export interface Scaffold {
  /** Below the project's folder. */
  readonly path: string;
  readonly text: string;
}

export const scaffolds: Readonly<Record<string, Scaffold>> = {
  "preprocessing-test": {
    path: "tests/test_preprocessing.py",
    text: `"""What the pipeline does with rows that nobody hoped for. Replace make_pipeline and the columns by your own."""

import pandas as pd
import pytest

# from your_project.pipeline import make_pipeline


@pytest.fixture
def rows():
    return pd.DataFrame({"age": [31.0, 52.0, 44.0, 27.0], "city": ["Graz", "Linz", "Graz", "Wels"], "bought": [0, 1, 1, 0]})


@pytest.fixture
def fitted(rows):
    pytest.skip("import make_pipeline above, and take this line out")
    return make_pipeline().fit(rows.drop(columns="bought"), rows["bought"])  # noqa: F821


@pytest.mark.parametrize(
    "row",
    [
        {"age": None, "city": "Graz"},  # a missing number
        {"age": 31.0, "city": None},  # a missing category
        {"age": 31.0, "city": "Atlantis"},  # a category that training never saw
        {"age": 1e9, "city": "Graz"},  # a value out of range
    ],
)
def test_predicts_for_odd_rows(fitted, row):
    assert len(fitted.predict(pd.DataFrame([row]))) == 1


def test_one_row_gets_the_same_answer_alone_and_among_others(fitted, rows):
    inputs = rows.drop(columns="bought")
    assert fitted.predict(inputs)[0] == fitted.predict(inputs.head(1))[0]
`,
  },
  "drift-ci": {
    path: ".github/workflows/drift.yml",
    text: `# Compares the newest data with a baseline of the training data. Write the baseline once:
#   holdout drift --write-baseline baseline.json data/train.csv
name: drift
on:
  workflow_dispatch:
  schedule:
    - cron: "0 5 * * 1"
permissions:
  contents: read
jobs:
  drift:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm install --global holdout-lint
      # Get the newest data here, and name the two files below.
      - run: holdout drift --baseline baseline.json data/current.csv --output-format markdown --output-file drift.md
      - if: always()
        run: cat drift.md >> "$GITHUB_STEP_SUMMARY"
`,
  },
  ci: {
    path: ".pre-commit-config.yaml",
    text: `# Runs before each commit, and in CI with: pre-commit run --all-files
# Needs the command line once on each machine: npm install --global holdout-lint
repos:
  - repo: local
    hooks:
      - id: holdout
        name: holdout check
        entry: holdout check --force-exclude
        language: system
        types_or: [python, jupyter]
`,
  },
};
