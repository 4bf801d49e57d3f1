"""Reading the reports of a definition."""

from collections.abc import Mapping

from gatehouse.definitions.model import Dataset, Filter, Report, ReportField
from gatehouse.definitions.node import DefinitionError, Node

_REFERENCE = "$ref:"


def read_reports(root: Node, datasets: Mapping[str, Dataset]) -> Mapping[str, Report]:
    """Every report by id. One that cannot be read is left out, which is told as forgiven."""
    reports: dict[str, Report] = {}
    for node in root.children("report"):
        try:
            report = _report(node, datasets)
            if report.id in reports:
                raise node.fault("id", f'two reports have the id "{report.id}"')
        except DefinitionError as error:
            node.reading.forgive(error.path, f"{error.problem}; the report is left out")
        else:
            reports[report.id] = report
    return reports


def _report(node: Node, datasets: Mapping[str, Dataset]) -> Report:
    dataset = datasets.get(node.reference("dataset"))
    if dataset is None:
        known = ", ".join(datasets)
        raise node.fault("dataset", f"no dataset has that id; there are: {known}")
    specification = node.optional_child("specification")
    report = Report(
        id=node.text("id"),
        name=node.text("name"),
        version=node.optional_text("version") or "",
        dataset=dataset.id,
        template=(specification and specification.optional_text("template")) or "",
        fields=_fields(specification, dataset) if specification else (),
        description=node.optional_text("description") or "",
        classification=node.optional_text("classification") or "",
        render=node.optional_text("render") or "HTML",
        sections=_sections(specification) if specification else (),
    )
    if specification:
        specification.rest()
    node.rest("created", "modified", "withdrawn", "loadType", "destination", "printable")
    return report


def _sections(node: Node) -> tuple[str, ...]:
    return tuple(name.removeprefix(_REFERENCE) for name in node.texts("section"))


def _fields(specification: Node, dataset: Dataset) -> tuple[ReportField, ...]:
    columns = {field.name: field for field in dataset.fields}
    fields = []
    for node in specification.children("field", required=True):
        name = node.reference("name")
        if name not in columns:
            raise node.fault("name", f'dataset "{dataset.id}" has no column "{name}"')
        fields.append(_field(node, name, columns[name].display))
    return tuple(fields)


def _field(node: Node, name: str, heading: str) -> ReportField:
    visible = _visible(node)
    filtered = node.optional_child("filter")
    field = ReportField(
        name=name,
        display=node.optional_text("display") or heading,
        visible=visible != "false",
        always_shown=visible == "mandatory",
        sortable=node.flag("sortable"),
        default_sort=node.flag("defaultsort"),
        ascending=(node.optional_text("sortdirection") or "") == "asc",
        formula=node.optional_text("formula"),
        filter=_filter(filtered) if filtered else None,
    )
    node.rest("wordwrap", "wordWrap", "type", "header", "alias", "description")
    return field


def _visible(node: Node) -> str:
    """The words true, false or mandatory: the format writes all three in quotes."""
    found = node.raw("visible")
    if isinstance(found, bool):
        return str(found).lower()
    return (node.optional_text("visible") or "true").lower()


def _filter(node: Node) -> Filter:
    found = Filter(
        type=node.text("type").lower(),
        mandatory=node.flag("mandatory"),
        interactive=node.flag("interactive"),
        default=node.optional_text("default"),
        pattern=node.optional_text("pattern"),
        options=tuple(
            (option.text("name"), option.optional_text("display") or option.text("name"))
            for option in node.children("staticoptions")
        ),
    )
    node.rest("min", "max", "minSelected", "maxSelected", "index", "defaultQuickFilterValue")
    return found
