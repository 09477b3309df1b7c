"""A ticket comes out of a printer as one slip of 80 x 110 mm, and nothing else of the page."""

import pypdfium2
import pytest
from django.template.loader import render_to_string
from django.utils import translation

MM = 25.4 / 72
# Pages of both faces wrap their content differently; the slip must come out of either.
WRAPS = ["<div class='govuk-width-container'>{}</div>", "<main class='j-kiosk'>{}</main>"]


def slips(count: int) -> str:
    with translation.override("id"):
        return "".join(
            render_to_string(
                "components/paper_ticket.html",
                {
                    "number": f"A-{number:03}",
                    "qr": "https://antrean.example/nomor/ABCDEFGHJKMNPQRSTVWX",
                    "office_name": "Kantor Imigrasi Kelas II TPI Tarakan",
                    "is_demo": True,
                    "rows": [{"key": "Layanan", "value": "Paspor baru"}],
                },
            )
            for number in range(17, 17 + count)
        )


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("count", [1, 3])
def test_each_ticket_is_one_slip(open_page, tmp_path, wrap, count):
    page = open_page("/nomor/")
    page.evaluate(
        """(html) => {
          document.body.classList.add("prints-ticket");
          document.querySelector("main").innerHTML = html;
        }""",
        wrap.format("<h1>On screen only</h1>" + slips(count)),
    )

    page.pdf(path=tmp_path / "slips.pdf", prefer_css_page_size=True)

    paper = pypdfium2.PdfDocument(tmp_path / "slips.pdf")
    assert len(paper) == count
    for place in range(count):
        width, height = paper[place].get_size()
        text = paper[place].get_textpage().get_text_range()
        assert (round(width * MM), round(height * MM)) == (80, 110)
        assert f"A-{17 + place:03}" in text.replace("\u2010", "-").replace("\ufffe", "-")
        assert "On screen only" not in text
