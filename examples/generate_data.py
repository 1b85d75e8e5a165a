"""Writes the made-up data of these examples. Needs nothing but Python: python generate_data.py"""

import csv
import math
import random
from pathlib import Path

HERE = Path(__file__).parent / "data"


def write(name, header, rows):
    with open(HERE / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def churn(rng, customers=400, questions=80):
    """One customer in six leaves. Tenure and complaints tell a little, the survey tells nothing."""
    header = ["customer", "tenure", "monthly", "complaints"] + [f"q{i:02}" for i in range(1, questions + 1)] + ["churned"]
    rows = []
    for customer in range(1, customers + 1):
        tenure = max(1, round(rng.expovariate(1 / 30)))
        monthly = round(rng.gauss(60, 18), 2) if rng.random() > 0.06 else ""
        complaints = sum(rng.random() < 0.15 for _ in range(6))
        leaves = rng.random() < 1 / (1 + math.exp(1.7 + 0.02 * tenure - 0.45 * complaints))
        rows.append([customer, tenure, monthly, complaints] + [rng.randint(1, 5) for _ in range(questions)] + [int(leaves)])
    return header, rows


def transactions(rng, count=1500):
    """One payment in thirty is fraud; amount and hour tell some of it."""
    rows = []
    for _ in range(count):
        fraud = rng.random() < 1 / 30
        amount = rng.lognormvariate(5.0 if fraud else 3.8, 0.7)
        hour = int(rng.gauss(3, 5) if fraud else rng.gauss(14, 5)) % 24
        distance = rng.expovariate(1 / (40 if fraud else 22))
        rows.append([round(amount, 2), hour, round(distance, 1), rng.randint(0, 9), round(rng.gauss(1.2 if fraud else 0, 1), 3), round(rng.gauss(0, 1), 3), int(fraud)])
    return ["amount", "hour", "distance", "merchant", "v1", "v2", "fraud"], rows


def sensors(rng, count=800, channels=12):
    """Readings of a machine that sometimes fails."""
    rows = []
    for _ in range(count):
        wear = rng.random()
        readings = [round(wear * (0.4 if channel < 4 else 0) + rng.gauss(0, 0.5) + channel, 3) for channel in range(channels)]
        rows.append(readings + [int(rng.random() < wear**3)])
    return [f"s{channel}" for channel in range(channels)] + ["failure"], rows


def demand(rng, days=730):
    """Two years of daily sales: a trend, a week, a year, and noise that lasts for days."""
    rows, drift = [], 0.0
    year, month, day = 2022, 1, 1
    lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for index in range(days):
        drift = 0.9 * drift + rng.gauss(0, 4)
        sales = 200 + 0.1 * index + 25 * math.sin(2 * math.pi * index / 7) + 40 * math.sin(2 * math.pi * index / 365) + drift
        rows.append([f"{year}-{month:02}-{day:02}", round(sales), round(15 + 10 * math.sin(2 * math.pi * (index - 90) / 365) + rng.gauss(0, 3), 1)])
        day += 1
        if day > lengths[month - 1]:
            day, month = 1, month + 1
        if month > 12:
            month, year = 1, year + 1
    return ["date", "sales", "temperature"], rows


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name, make in {"churn": churn, "transactions": transactions, "sensors": sensors, "demand": demand}.items():
        write(f"{name}.csv", *make(random.Random(7)))
