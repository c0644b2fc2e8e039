// The filter of the matrix: by the name of a call, by role, only changes. Without it every call is in sight.
const form = document.getElementById("filter");
const { call, role, changes } = form.elements;
const counted = form.querySelector("output");
const tables = [...document.querySelectorAll(".matrix table")];
const count = tables.reduce((sum, table) => sum + table.querySelectorAll("tr.call").length, 0);

function apply() {
  const wanted = call.value.trim().toLowerCase();
  const shown = tables.reduce((sum, table) => sum + applyTo(table, wanted), 0);
  counted.textContent = shown === count ? `${count} rows` : `${shown} of ${count} rows`;
}

/** Shows what is wanted of a table, and says how many rows that is. */
function applyTo(table, wanted) {
  const heads = [...table.tHead.rows[0].cells];
  const column = role.value === "" ? -1 : heads.findIndex((head) => head.dataset.role === role.value);
  const isOtherRole = (head) =>
    role.value !== "" && head.dataset.role !== undefined && head.dataset.role !== role.value;
  const isWanted = (row) =>
    row.querySelector("summary").textContent.toLowerCase().includes(wanted) &&
    (role.value === "" || (column > 0 && !row.cells[column].classList.contains("no"))) &&
    !(changes?.checked && !row.classList.contains("changed"));
  let shown = 0;
  for (const body of table.tBodies) {
    const rows = [...body.querySelectorAll("tr.call")];
    for (const row of rows) row.hidden = !isWanted(row);
    body.hidden = rows.every((row) => row.hidden);
    shown += rows.filter((row) => !row.hidden).length;
  }
  heads.forEach((head, i) => {
    head.hidden = isOtherRole(head);
    for (const row of table.querySelectorAll("tr.call")) row.cells[i].hidden = head.hidden;
  });
  table.closest(".matrix").classList.toggle("empty", shown === 0);
  return shown;
}

form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
apply();
