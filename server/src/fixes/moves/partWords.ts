/** What other languages call training, test and validation rows: texts and comments of real programs are written in them. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";

type Part = "train" | "test" | "validation";
type Said = Readonly<Record<Part | "ofTraining", string>>;

/** The words of one language, as patterns, and what is said instead. */
interface Language {
  readonly train: RegExp;
  readonly test: RegExp;
  /** "All data", which becomes `ofTraining`. */
  readonly all: RegExp;
  readonly says: Said;
}

const say = (train: string, test: string, validation: string, ofTraining: string): Said => ({ train, test, validation, ofTraining });
// In languages whose word for training is a verb too, a noun follows.
const zh = "(?=的?(?:集|数据|样本|精度|精准度|准确|正确|误差|得分|分数|损失|均方|结果|效果|评估|评分|R|r|[:：_]))";
const ja = "(?=(?:用|の)?(?:データ|セット|集合|精度|スコア|誤差|正解率|損失|結果))";
const ko = "(?= ?(?:데이터|세트|셋|집합|점수|정확도|오차|손실|스코어|결과|성능))";

const languages: readonly Language[] = [
  {
    train: new RegExp(`训练${zh}|訓練(?=集)`, "g"),
    test: new RegExp(`测试${zh}|測試(?=集)`, "g"),
    all: /(?:整个|全部|所有)(?:的)?(?:训练)?(?=数据|样本)/g,
    says: say("训练", "测试", "验证", "训练"),
  },
  {
    train: new RegExp(`(?:訓練|学習|トレーニング)${ja}`, "g"),
    test: new RegExp(`テスト${ja}`, "g"),
    all: /(?:全|すべての|全ての)(?=データ)/g,
    says: say("訓練", "テスト", "検証", "訓練"),
  },
  {
    train: new RegExp(`(?:훈련|학습|트레이닝)${ko}`, "g"),
    test: new RegExp(`(?:테스트|시험)${ko}`, "g"),
    all: /(?:전체|모든)(?= ?데이터)/g,
    says: say("훈련", "테스트", "검증", "훈련"),
  },
  {
    train: /\bentrenamiento\b/gi,
    test: /\bpruebas?\b/gi,
    all: /\btodos los datos\b/gi,
    says: say("entrenamiento", "prueba", "validación", "los datos de entrenamiento"),
  },
  { train: /\btrein(?:o|amento)\b/gi, test: /\bteste\b/gi, all: /\btodos os dados\b/gi, says: say("treino", "teste", "validação", "os dados de treino") },
  {
    train: /(?:\bd['’]|\b)(?:entra[iî]nement|apprentissage)(?![\wÀ-ɏ])/gi,
    test: /(?!)/g,
    all: /\btoutes les données(?![\wÀ-ɏ])/gi,
    says: say("entraînement", "de test", "validation", "les données d'entraînement"),
  },
  {
    train: /\bTrainings(?=-?[a-zäöü])/g,
    test: /\bTest(?=-?(?:daten|satz|menge|genauigkeit|fehler|ergebnis))/g,
    all: /\b(?:allen|alle) Daten\b/g,
    says: say("Trainings", "Test", "Validierungs", "den Trainingsdaten"),
  },
  { train: /\baddestramento\b/gi, test: /(?!)/g, all: /\btutti i dati\b/gi, says: say("addestramento", "test", "validazione", "i dati di addestramento") },
  {
    train: /(?<![Ѐ-ӿ])тренировочн(?=[Ѐ-ӿ])/gi,
    test: /(?<![Ѐ-ӿ])тестов(?=[Ѐ-ӿ])/gi,
    all: /(?<![Ѐ-ӿ])всех(?= данных)/gi,
    says: say("тренировочн", "тестов", "валидационн", "тренировочных"),
  },
  {
    train: /(?<![\wÀ-ɏ])e[ğg]itim(?![\wÀ-ɏ])/gi,
    test: /(?!)/g,
    all: /\btüm veri(?:ler)?(?![\wÀ-ɏ])/gi,
    says: say("eğitim", "test", "doğrulama", "eğitim verisi"),
  },
];

/** Endings of "обучающий" are not those of "тестовый". */
const russian: Readonly<Record<string, string>> = { ей: "ой", ая: "ая", ую: "ую", их: "ых", ие: "ые", ий: "ый", ем: "ом", его: "ого" };

export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The change of a word in the text that stands at a place. */
export const reworded = (at: Span, { start, end, text }: Word): TextEdit => ({ at: { ...at, start: at.start + start, end: at.start + end }, text });

/** The words of a text, in any of these languages, that name a part, and what they become. */
export function wordsIn(text: string, from: "train" | "test" | "all", to: Part): Word[] {
  const out: Word[] = languages.flatMap((l) =>
    [...text.matchAll(l[from])].map((m) => ({
      start: m.index,
      end: m.index + m[0].length,
      text: inCase(m[0], from === "all" ? l.says.ofTraining : l.says[to]),
    })),
  );
  if (from === "train")
    for (const m of text.matchAll(/обучающ(ей|ая|ую|их|ие|ий|ем|его)(?![Ѐ-ӿ])/gi))
      out.push({
        start: m.index,
        end: m.index + m[0].length,
        text: inCase(m[0], `${to === "test" ? "тестов" : "валидационн"}${russian[(m[1] ?? "").toLowerCase()]}`),
      });
  return out;
}

/** A word written as large as the one that it replaces: `TRAIN`, `Train`, `train`. */
export const inCase = (old: string, word: string): string =>
  old.length > 1 && old === old.toUpperCase() && old !== old.toLowerCase()
    ? word.toUpperCase()
    : old.charAt(0) !== old.charAt(0).toLowerCase()
      ? `${word.charAt(0).toUpperCase()}${word.slice(1)}`
      : word;

const letters = /\p{L}/gu;
// Greek letters are symbols, and the others belong to the languages above.
const known =
  /[A-Za-z\p{Script=Greek}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ーªº\p{Script=Hangul}а-яё²µàâäáãåçéèêëíìîïñóòôöõúùûüßœæğışА-ЯЁÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜŒÆĞİŞ]/u;

/** Whether a text is written with letters of another language: what it calls the rows cannot be told. */
export const isForeign = (text: string): boolean => [...text.matchAll(letters)].some((m) => !known.test(m[0]));
