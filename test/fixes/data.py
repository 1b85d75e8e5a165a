"""Writes the tables that the programs read. All are made here; what is true of each stands beside it."""
import numpy as np
import pandas as pd


def write(folder):
    """Writes every table as CSV into `folder`; the same content on every run."""
    rng = np.random.default_rng(0)

    def save(frame, name):
        frame.to_csv(f"{folder}/{name}.csv", index=False)

    # Nothing tells the label: the honest accuracy is 0.5.
    noise = pd.DataFrame(rng.normal(size=(120, 1500)).round(3), columns=[f"g{i}" for i in range(1500)])
    noise["tumour"] = rng.permutation(np.repeat([0, 1], 60))
    save(noise, "genes")

    # One row in eight is a fraud, and nothing tells which: the honest balanced accuracy is 0.5.
    payments = pd.DataFrame(rng.normal(size=(480, 4)).round(3), columns=["amount", "hour", "age", "distance"])
    payments["fraud"] = rng.permutation(np.repeat([0, 1], [420, 60]))
    save(payments, "payments")

    # Two calls an agent, sold or not by chance: the agent tells nothing, the honest accuracy is 0.5.
    calls = pd.DataFrame({"agent": [f"a{i}" for i in rng.permutation(np.repeat(np.arange(200), 2))]})
    calls["region"] = rng.choice(["north", "south", "east"], 400)
    calls["hour"] = rng.integers(8, 20, 400)
    calls["sold"] = rng.permutation(np.repeat([0, 1], 200))
    save(calls, "calls")

    # Rents by chance in streets of two flats: the honest R2 is 0 or less.
    flats = pd.DataFrame({"street": [f"s{i}" for i in rng.permutation(np.repeat(np.arange(150), 2))]})
    flats["rooms"] = rng.integers(1, 6, 300)
    flats["floor"] = rng.integers(0, 9, 300)
    flats["rent"] = (900 + 150 * rng.normal(size=300)).round(1)
    save(flats, "flats")

    # Age and dose tell who is sick; some values are missing.
    patients = pd.DataFrame({"age": rng.normal(50, 15, 400).round(1), "dose": rng.gamma(2, 3, 400).round(2)})
    patients["pressure"] = rng.normal(120, 12, 400).round(1)
    patients["weight"] = rng.normal(75, 12, 400).round(1)
    patients["sex"] = rng.choice(["f", "m"], 400)
    patients["clinic"] = rng.choice(["A", "B", "C"], 400)
    chance = 1 / (1 + np.exp(-(patients["age"] - 50) / 10 - (patients["dose"] - 6) / 4))
    patients["sick"] = (rng.random(400) < chance).astype(int)
    save(patients, "patients")
    gaps = patients.copy()
    for name in ["age", "dose", "weight"]:
        gaps.loc[rng.random(400) < 0.1, name] = np.nan
    save(gaps, "records")

    # Eight measurements; some of them tell the grade.
    wines = pd.DataFrame(rng.normal(size=(360, 8)).round(3), columns=["acid", "sugar", "salt", "sulphur", "density", "alcohol", "colour", "age"])
    taste = wines["alcohol"] + 0.7 * wines["acid"] + 0.6 * rng.normal(size=360)
    wines["good"] = (taste > 0).astype(int)
    wines["grade"] = pd.cut(taste, [-np.inf, -0.6, 0.6, np.inf], labels=[1, 2, 3]).astype(int)
    wines["price"] = (20 + 4 * taste + rng.normal(size=360)).round(2)
    save(wines, "wines")

    # Short reviews: three words tell good from bad.
    words = "the a film story actor scene long short light dark music plot end start city night".split()
    lines, stars = [], []
    for i in range(320):
        good = i % 2
        tell = ["great", "fine", "loved"] if good else ["poor", "dull", "boring"]
        lines.append(" ".join([*rng.choice(words, 8), *(rng.choice(tell, 1) if rng.random() < 0.8 else [])]))
        stars.append(good)
    save(pd.DataFrame({"text": lines, "stars": stars}).sample(frac=1, random_state=0), "reviews")

    # Riders of each day by chance: what the days before had tells nothing, the honest R2 is 0 or less.
    ferry = pd.DataFrame({"day": pd.date_range("2021-01-01", periods=500).strftime("%Y-%m-%d")})
    ferry["riders"] = (300 + 40 * rng.normal(size=500)).round()
    save(ferry, "ferry")
