"""What invented certificates are made of: names, headings, words in place of numbers, slips."""

from typing import Any

DOUBTFUL = "must not be certain"
UNITS = {
    "alkaloid": ["mg/g", "%", "% w/w"],
    "metal": ["ppm", "mg/kg", "µg/g", "ppb"],
    "microbe": ["CFU/g"],
    "other": ["%"],
}
RIGHT_UNIT = {"% w/w": "%", "µg/g": "ug/g", "cfu/g": "CFU/g", "ufc/g": "CFU/g"}
TESTS = {
    "en": [
        ("mitragynine", "alkaloid", ["Mitragynine", "MITRAGYNINE", "Mitragynine (MG)"]),
        (
            "7-hydroxymitragynine",
            "alkaloid",
            ["7-Hydroxymitragynine", "7-OH", "7-OH-Mitragynine", "7-Hydroxy Mitragynine"],
        ),
        ("speciociliatine", "alkaloid", ["Speciociliatine"]),
        ("speciogynine", "alkaloid", ["Speciogynine"]),
        ("paynantheine", "alkaloid", ["Paynantheine"]),
        ("mitragynine-pseudoindoxyl", "alkaloid", ["Mitragynine Pseudoindoxyl"]),
        ("lead", "metal", ["Lead", "Lead (Pb)", "Pb", "Lead, total"]),
        ("cadmium", "metal", ["Cadmium", "Cadmium (Cd)", "Cd"]),
        ("arsenic", "metal", ["Arsenic", "Arsenic (As)", "Total Arsenic", "As"]),
        ("mercury", "metal", ["Mercury", "Mercury (Hg)", "Hg"]),
        ("nickel", "metal", ["Nickel", "Nickel (Ni)"]),
        (
            "total-plate-count",
            "microbe",
            ["Total Plate Count", "Aerobic Plate Count", "TAMC", "Total Aerobic Microbial Count"],
        ),
        ("yeast-and-mould", "microbe", ["Yeast and Mold", "Yeast & Mold", "TYMC", "Yeasts and Moulds"]),
        ("coliforms", "microbe", ["Coliforms", "Total Coliforms"]),
        ("salmonella", "absent", ["Salmonella", "Salmonella spp."]),
        ("e-coli", "absent", ["E. coli", "Escherichia coli"]),
        ("moisture", "other", ["Moisture", "Loss on Drying", "Moisture Content"]),
    ],
    "es": [
        ("mitragynine", "alkaloid", ["Mitraginina"]),
        ("7-hydroxymitragynine", "alkaloid", ["7-hidroximitraginina"]),
        ("speciogynine", "alkaloid", ["Especioginina"]),
        ("paynantheine", "alkaloid", ["Painanteína"]),
        ("lead", "metal", ["Plomo", "Plomo (Pb)"]),
        ("cadmium", "metal", ["Cadmio", "Cadmio (Cd)"]),
        ("arsenic", "metal", ["Arsénico", "Arsénico (As)"]),
        ("mercury", "metal", ["Mercurio"]),
        ("total-plate-count", "microbe", ["Aerobios mesófilos", "Recuento total en placa"]),
        ("yeast-and-mould", "microbe", ["Mohos y levaduras"]),
        ("coliforms", "microbe", ["Coliformes totales"]),
        ("salmonella", "absent", ["Salmonella spp."]),
        ("moisture", "other", ["Humedad"]),
    ],
}
HEADINGS = {
    "en": {
        "name": ["Analyte", "Test", "Parameter", "Compound", "Test Performed", "Component", "Analysis"],
        "result": ["Result", "Results", "Found", "Concentration", "Test Result", "Sample Result", "Measured value"],
        "unit": ["Unit", "Units"],
        "loq": ["LOQ", "Reporting Limit", "RL", "Quantitation limit"],
        "lod": ["LOD", "MDL"],
        "limit": ["Limit", "Specification", "Action Level", "Max", "Acceptance Criteria", "Upper Limit"],
        "verdict": ["Status", "Pass/Fail", "Evaluation", "Conclusion", "P/F"],
        "method": ["Method", "Technique", "Test Method", "Method Ref."],
        "other": ["Date Tested", "Dilution", "Label Claim", "Uncertainty", "RSD %", "Instrument no.", "Previous lot"],
    },
    "es": {
        "name": ["Ensayo", "Parámetro", "Analito", "Determinación"],
        "result": ["Resultado", "Valor", "Resultado obtenido"],
        "unit": ["Unidad", "Unidades"],
        "loq": ["LC", "LOQ", "Límite de cuantificación"],
        "lod": ["LD"],
        "limit": ["Límite", "Especificación", "Máximo"],
        "verdict": ["Dictamen", "Cumplimiento", "Conformidad"],
        "method": ["Método", "Técnica"],
        "other": ["Incertidumbre", "Fecha", "Dilución"],
    },
}
WORDS: dict[str, Any] = {
    "en": {
        "nd": ["ND", "Not Detected", "N.D.", "not detected"],
        "loq": ["<LOQ", "< LOQ", "BQL", "<{q}", "< {q}"],
        "absent": ["Absent", "Negative", "Not detected", "ABSENT"],
        "pass": ["Pass", "PASS", "Conforms", "Complies", "Meets"],
        "fail": ["Fail", "FAIL", "Does not conform", "Exceeds limit"],
        "none": ["-", "—", "N/A", ""],
        "in": "in",
        "max": ["NMT ", "<= ", "", "max. ", "< "],
    },
    "es": {
        "nd": ["ND", "No detectado"],
        "loq": ["< LC", "<LC", "< {q}"],
        "absent": ["Ausencia", "Ausente"],
        "pass": ["Cumple", "Conforme"],
        "fail": ["No cumple", "No conforme"],
        "none": ["-", "—", "No aplica"],
        "in": "en",
        "max": ["<= ", "", "máx. ", "< "],
    },
}
METHODS = {
    "alkaloid": ["HPLC-UV", "UPLC-PDA", "HPLC, AOAC 2017.14"],
    "metal": ["ICP-MS", "EPA 6020B"],
    "microbe": ["AOAC 990.12", "USP <2021>"],
    "absent": ["BAM Ch. 5", "ISO 6579"],
    "other": ["Karl Fischer", "USP <731>"],
}
SLIPS = [
    "unit_gone",
    "half_row",
    "shifted",
    "no_headings",
    "misspelt",
    "unit_elsewhere",
    "verdict_wrong",
    "mixed_decimals",
    "swapped_headings",
]
