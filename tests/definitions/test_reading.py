"""Reading definitions as leniently as the format is used."""

import json
from pathlib import Path

import pytest

from gatehouse.access import Policy, Rule
from gatehouse.definitions import DefinitionError, FieldType, Product, read_definition

EXAMPLE = Path(__file__).parent / "fixtures" / "escort-list.json"


@pytest.fixture(scope="module")
def product() -> Product:
    return read_definition(EXAMPLE)


def _with(tmp_path: Path, change: str, value: object) -> Path:
    """The example with one value replaced: a path such as `dataset.0.name`."""
    definition = json.loads(EXAMPLE.read_text("utf-8"))
    *way, last = (int(step) if step.isdigit() else step for step in change.split("."))
    node = definition
    for step in way:
        node = node[step]
    if value is None:
        del node[last]
    else:
        node[last] = value
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(definition), "utf-8")
    return file


def test_a_product_says_who_made_it(product: Product) -> None:
    assert (product.id, product.name) == ("escort-list", "Escort list")
    assert product.metadata.version == "1.0.0"
    assert product.metadata.tags == ("example",)
    assert product.datasources["nomis"].dialect == "oracle/11g"


def test_a_dataset_has_its_columns_scope_and_prompts(product: Product) -> None:
    dataset = product.datasets["escorts"]
    assert dataset.datasource == "nomis"
    assert [field.type for field in dataset.fields] == [FieldType.STRING, FieldType.STRING]
    assert dataset.scope_field is dataset.fields[0]
    (prompt,) = dataset.parameters
    assert (prompt.name, prompt.type, prompt.mandatory) == ("on_date", FieldType.DATE, True)


def test_a_query_in_phases_is_read_in_order_with_the_prompts_of_its_phases(
    product: Product,
) -> None:
    dataset = product.datasets["phased"]
    assert (dataset.earlier, dataset.query) == (("SELECT 1",), "SELECT 2")
    assert [prompt.name for prompt in dataset.parameters] == ["when"]
    assert dataset.scope_field is None


def test_a_report_shows_columns_of_its_dataset(product: Product) -> None:
    report = product.reports["list"]
    assert (report.dataset, report.template, report.sections) == (
        "escorts",
        "list-section",
        ("prison_id",),
    )
    prison, people = report.fields
    assert (prison.display, prison.visible, prison.sortable) == ("Prison", False, True)
    assert (people.display, people.visible, people.always_shown) == ("How many", True, True)
    assert people.default_sort
    assert people.ascending
    assert people.filter
    assert people.filter.type == "radio"
    assert people.filter.options == (("1", "One"), ("2", "2"))


def test_what_policies_say_is_kept_even_where_it_is_not_understood(product: Product) -> None:
    access, later = product.policies
    assert access.rules[0].conditions[0].match == ("${role}", "ROLE_READER")
    assert later.rules[0].conditions[0].unknown == ("between",)


def test_everything_forgiven_is_told_with_its_place(product: Product) -> None:
    assert [str(forgiven) for forgiven in product.forgiven] == [
        "$.datasource[0].colour: not known here, so not read",
        '$.dataset[0].schema.field[0].type: "String" where "string" belongs',
        (
            '$.dataset[0].schema.field[1].type: "money" is not one of null, boolean, int, long, '
            'float, double, bytes, string, date, time, datetime, timestamp; read as "string"'
        ),
        '$.report[0].specification.field[0].sortable: "true" in quotes where true belongs',
        (
            '$.report[0].specification.field[1].filter.mandatory: "false" in quotes where false '
            "belongs"
        ),
        (
            "$.report[1].dataset: no dataset has that id; there are: escorts, phased; "
            "the report is left out"
        ),
        "$.policy[1].rule[0].condition[0].between: not known here, so not read",
    ]


@pytest.mark.parametrize(
    ("change", "value", "says"),
    [
        ("id", None, r'changed.json at \$: "id" is missing'),
        ("metadata", None, r'at \$: "metadata" is missing; add an object'),
        ("dataset", None, r'at \$: "dataset" is missing; add a list'),
        ("dataset", {}, r"at \$.dataset: expected a list \[…\], got an object"),
        ("dataset.0", "x", r"at \$.dataset\[0\]: expected an object \{…\}, got 'x'"),
        ("dataset.0.query", [], r"at \$.dataset\[0\].query: the list is empty"),
        ("dataset.0.schema", None, r'at \$.dataset\[0\]: "schema" is missing'),
        ("dataset.0.parameters.0.mandatory", "maybe", r"mandatory: expected true or false"),
        ("dataset.0.parameters.0.index", "first", r"index: expected a whole number, got 'first'"),
        ("dataset.1.id", "escorts", r'at \$.dataset: two have the id "escorts"'),
        ("policy.0.rule", None, r'at \$.policy\[0\]: "rule" is missing'),
        ("policy.0.disclosure", [], r"disclosure: expected an object of disclosure rules"),
        ("schemaversion", "2.0.0", r"schemaversion: version 2.0.0 cannot be read; 1.0.0 can"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_is_right(
    tmp_path: Path, change: str, value: object, says: str
) -> None:
    with pytest.raises(DefinitionError, match=says):
        read_definition(_with(tmp_path, change, value))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"id": ', "at line 1, column 8: this is not JSON"),
        (b"[]", r"at \$: expected an object"),
        (b'{"id": "\xff"}', "at byte 8: the file is not UTF-8"),
    ],
)
def test_a_file_that_is_no_definition_says_so(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(content)
    with pytest.raises(DefinitionError, match=says):
        read_definition(file)


def test_disclosure_rules_come_with_their_policy(tmp_path: Path) -> None:
    rules = {"id": "d", "type": "disclosure", "rule": [{"effect": "permit"}]}
    product = read_definition(
        _with(tmp_path, "policy.0", {**rules, "disclosure": {"printAhead": 3}})
    )
    assert product.policies[0] == Policy(
        "d", "disclosure", (Rule("permit"),), settings={"printAhead": 3}
    )
