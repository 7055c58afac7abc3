// Says at once that a chosen file is too large, instead of after minutes of sending it; without this the server says so.
document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[type=file][data-most]")) return;
  const notice = document.getElementById(`${target.id}-size`);
  const tooLarge = [...target.files].some((file) => file.size > Number(target.dataset.most));
  notice.textContent = tooLarge ? target.dataset.message : "";
  notice.hidden = !tooLarge;
  if (tooLarge) target.value = "";
});
