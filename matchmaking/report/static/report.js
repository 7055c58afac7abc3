// Narrows a table down to the rows that hold what was typed, accents or not. Without this script the tables are whole.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
for (const field of document.querySelectorAll("input[data-table]")) {
  const rows = [...document.querySelectorAll(`[data-name="${field.dataset.table}"] tbody tr:not(.group)`)];
  const words = rows.map((row) => plain(row.textContent));
  const found = field.parentElement.querySelector("output");
  const narrow = () => {
    const wanted = plain(field.value.trim());
    rows.forEach((row, k) => { row.hidden = !words[k].includes(wanted); });
    const shown = rows.filter((row) => row.offsetParent).length;
    found.textContent = wanted ? `${shown} of ${rows.length} rows` : "";
  };
  field.parentElement.hidden = false;
  field.addEventListener("input", narrow);
  if (field.dataset.table === "unheld") {
    for (const choice of document.querySelectorAll(".reasons input")) choice.addEventListener("change", narrow);
  }
}
