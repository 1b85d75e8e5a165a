// Generated scripts and notebooks, the same every time: sound ones, leaking ones, and texts that cannot be read.

const imports =
  "import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.preprocessing import StandardScaler\n";

const read = (i) => `df = pd.read_csv("data_${i}.csv")\nX = df.drop(columns="label")\ny = df["label"]\n`;
const leaking = "X = StandardScaler().fit_transform(X)\nX_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n";
const sound =
  "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)\nscaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n";
const fit = "model = LogisticRegression()\nmodel.fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n";
const filler = (i) => Array.from({ length: i % 40 }, (_, k) => `df["f${k}"] = df["a"] * ${k} + df["b"]\n`).join("");

function notebook(cells) {
  const code = (source) => ({ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source });
  return JSON.stringify({ cells: cells.map(code), metadata: { language_info: { name: "python" } }, nbformat: 4, nbformat_minor: 5 });
}

/** `count` documents {path, text}. */
export function documents(count) {
  return Array.from({ length: count }, (_, i) => {
    const cells = [imports, read(i) + filler(i), i % 3 === 0 ? leaking : sound, fit];
    if (i % 97 === 50) return { path: `broken/${i}.ipynb`, text: "{ no notebook" };
    if (i % 2 === 0) return { path: `notebooks/${i}.ipynb`, text: notebook(cells) };
    return { path: `scripts/${i}.py`, text: cells.join("\n") };
  });
}
