/// The script of a page: filters, search, keys within the table, and a button that copies; the page is whole without it.
enum PageScript {
  /// What the page's policy lets run; a test compares it with the text.
  static let hash = "sha256-HRhPwQ//dI32M4IwEpd/FwvncujjP8zIQIrdcRRGI0s="

  static let text: StaticString = """
    (function () {
      "use strict";
      var all = function (selector, root) {
        return Array.prototype.slice.call((root || document).querySelectorAll(selector));
      };
      var box = document.getElementById("filters");
      if (box) {
        box.hidden = false;
        var search = document.getElementById("search");
        var status = document.getElementById("shown");
        var buttons = all("button[data-filter]", box);
        var items = all("details[data-mark], article[data-mark]");
        var texts = items.map(function (item) { return item.textContent.toLowerCase(); });
        var rows = items.filter(function (item) { return item.tagName === "DETAILS"; });
        var apply = function () {
          var words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
          var marks = {};
          buttons.forEach(function (b) { marks[b.dataset.filter] = b.getAttribute("aria-pressed") === "true"; });
          items.forEach(function (item, index) {
            item.hidden = !marks[item.dataset.mark]
              || !words.every(function (word) { return texts[index].indexOf(word) >= 0; });
          });
          all(".group").forEach(function (group) {
            group.hidden = !all("details[data-mark]", group).some(function (item) { return !item.hidden; });
          });
          var shown = rows.filter(function (item) { return !item.hidden; }).length;
          status.textContent = shown + " of " + rows.length + " requirements shown";
        };
        search.addEventListener("input", apply);
        buttons.forEach(function (button) {
          button.addEventListener("click", function () {
            button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
            apply();
          });
        });
        apply();
        document.addEventListener("keydown", function (event) {
          if (event.key === "/" && document.activeElement !== search
              && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            search.focus();
          }
        });
      }
      var openTarget = function () {
        var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
        if (!target) { return; }
        if (target.hidden) {
          search.value = "";
          buttons.forEach(function (button) { button.setAttribute("aria-pressed", "true"); });
          apply();
          target.scrollIntoView();
        }
        if (target.tagName === "DETAILS") { target.open = true; }
        if (target.classList.contains("case") || target.closest(".grid td")) { target.focus({ preventScroll: true }); }
      };
      window.addEventListener("hashchange", openTarget);
      openTarget();
      var table = document.querySelector(".grid table");
      if (table) {
        var links = all("tbody tr", table).map(function (row) { return all("td", row).map(function (cell) {
          return cell.querySelector("a");
        }); });
        var current = null;
        var choose = function (link) {
          if (current) { current.tabIndex = -1; }
          current = link;
          link.tabIndex = 0;
        };
        links.forEach(function (row) { row.forEach(function (link) { if (link) { link.tabIndex = -1; } }); });
        var first = table.querySelector("a");
        if (first) { choose(first); }
        table.addEventListener("focusin", function (event) {
          var link = event.target.closest("a");
          if (link) { choose(link); }
        });
        table.addEventListener("keydown", function (event) {
          var step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
          var link = event.target.closest("a");
          if (!step || !link) { return; }
          var y = links.findIndex(function (row) { return row.indexOf(link) >= 0; });
          var x = links[y].indexOf(link);
          do { y += step[0]; x += step[1]; } while (links[y] && x >= 0 && x < links[y].length && !links[y][x]);
          if (links[y] && links[y][x]) {
            event.preventDefault();
            links[y][x].focus();
          }
        });
        document.addEventListener("keydown", function (event) {
          var open = document.querySelector(".case:target");
          if (event.key === "Escape" && open) { open.querySelector(".close").click(); }
        });
      }
      if (navigator.clipboard) {
        all(".command").forEach(function (line) {
          var code = line.querySelector("code");
          var button = document.createElement("button");
          button.type = "button";
          button.className = "copy";
          button.textContent = "Copy";
          button.addEventListener("click", function () {
            navigator.clipboard.writeText(code.textContent).then(function () {
              button.textContent = "Copied";
              setTimeout(function () { button.textContent = "Copy"; }, 1500);
            }, function () { button.textContent = "Copying is not allowed here"; });
          });
          line.appendChild(button);
        });
      }
      var opened = [];
      window.addEventListener("beforeprint", function () {
        opened = all(".row:not([open]), div.finding > .trace:not([open])");
        opened.forEach(function (item) { item.open = true; });
      });
      window.addEventListener("afterprint", function () {
        opened.forEach(function (item) { item.open = false; });
      });
    })();
    """
}
