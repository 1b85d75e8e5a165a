/** Programs that the property tests cut, edit and lower. */
export const PROGRAMS = [
  `import numpy as np, pandas as pd
from sklearn.model_selection import (train_test_split as tts, KFold)
df = pd.read_csv("train.csv")  # 😀 é
X, y = df.drop(columns=["target"]), df["target"]
X_train, X_test, y_train, y_test = tts(X, y, test_size=.2, random_state=0)
for fold, (tr, te) in enumerate(KFold(5).split(X)):
    model = Model(depth=3, **params).fit(X.iloc[tr], y[tr])
    print(f"{fold}: {model.score(X.iloc[te], y[te]):.3f}")
`,
  `@decorator(1)
async def f(a, b: int = 2, *args, c=None, **kw) -> int:
    """Doc
    string."""
    global g
    try:
        with open(a) as fh, (yield) as (x, y):
            x = [i ** 2 for i in fh if i]
    except (A, B) as e:
        raise C from e
    finally:
        g = {k: v for k, v in kw.items()}
    return a if b else lambda z: (z, *args)

class A(B, metaclass=C):
    def m(self):
        while (n := next(self)):
            self.x[1:n, ::2] += -n
`,
  `%matplotlib inline
!pip install x
files = !ls
%time model.fit(X, y)
if a:
    %timeit -n 3 g(b)
elif b and not c or d in e:
    print "a" % b, c
else:
    match p:
        case [1, q]: pass
        case _: r = s = "t" 'u' b"v"
`,
];
