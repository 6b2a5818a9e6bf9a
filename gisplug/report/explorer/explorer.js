// The explorer of a report: a map, a Moran scatter and a table that answer a click. It needs d3 and spread.js.
(function (gisplug, d3) {
  "use strict";

  const HALVES = 5; // classes of a spread: a half of the largest, a quarter, ...
  const CLASSES = 5;
  const MOST_ROWS = 60;
  const MINUS = "\u2212";
  const MOST_ORDER = 12;

  function shown(value, digits = 4) {
    if (value === null || value === undefined || Number.isNaN(value)) return "\u2013";
    if (value === 0) return "0";
    const size = Math.abs(value);
    const text = size >= 1e-4 && size < 1e6 ? d3.format(`.${digits}~r`)(size) : d3.format(`.${digits - 1}~e`)(size);
    return (value < 0 ? MINUS : "") + text.replace("e\u2212", "e-");
  }

  /** Rings of one unit, written as steps between whole numbers, as the path of an SVG. */
  function outline(rings) {
    let text = "";
    for (const ring of rings) {
      text += `M${ring[0]} ${ring[1]}l`;
      for (let k = 2; k < ring.length; k += 2) text += `${ring[k]} ${ring[k + 1]} `;
      text += "z";
    }
    return text;
  }

  function middle(rings) {
    let best = null, most = -1;
    for (const ring of rings) {
      let x = ring[0], y = ring[1], left = x, right = x, top = y, bottom = y;
      for (let k = 2; k < ring.length; k += 2) {
        x += ring[k];
        y += ring[k + 1];
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
      const size = (right - left) * (bottom - top);
      if (size > most) {
        most = size;
        best = [(left + right) / 2, (top + bottom) / 2];
      }
    }
    return best || [0, 0];
  }

  /** Classes of values: thresholds with their colours, about zero where there are both signs. */
  function classes(values, palette, kind) {
    const known = values.filter((v) => Number.isFinite(v));
    const low = d3.min(known), high = d3.max(known);
    if (!known.length) return { colour: () => palette.none, legend: [] };
    const negative = low < 0, positive = high > 0;
    let edges;
    if (kind === "spread") {
      const largest = Math.max(Math.abs(low), Math.abs(high)) || 1;
      const sizes = d3.range(HALVES).map((k) => largest / 2 ** (HALVES - k));
      edges = [...(negative ? sizes.map((v) => -v).reverse() : []), ...(positive ? sizes : [])];
    } else if (negative && positive) {
      const sizes = quantiles(known.map(Math.abs), Math.ceil(CLASSES / 2));
      edges = [...sizes.map((v) => -v).reverse(), 0, ...sizes];
    } else {
      edges = quantiles(known, CLASSES);
    }
    edges = [...new Set(edges)].sort(d3.ascending);
    const colours = ramp(edges, low, high, palette);
    const scale = d3.scaleThreshold(edges, colours);
    const legend = colours.map((colour, k) => [
      colour,
      k === 0 ? `< ${shown(edges[0], 3)}` : k === edges.length ? `\u2265 ${shown(edges[k - 1], 3)}`
        : `${shown(edges[k - 1], 3)} \u2013 ${shown(edges[k], 3)}`,
      k,
    ]);
    const filled = new Set(known.map((v) => d3.bisectRight(edges, v)));
    return {
      colour: (v) => (Number.isFinite(v) ? scale(v) : palette.none),
      legend: legend.filter((line) => filled.has(line[2])).reverse(),
    };
  }

  function quantiles(values, count) {
    const sorted = Float64Array.from(values).sort();
    return d3.range(1, count).map((k) => d3.quantileSorted(sorted, k / count));
  }

  /** A colour for each class: blues below zero, reds above, where the values have a sign of their own. */
  function ramp(edges, low, high, palette) {
    const count = edges.length + 1;
    if (low < 0 || palette.signed) {
      const below = [], above = [], made = new Array(count).fill(palette.zero);
      for (let k = 0; k < count; k++) {
        const lower = k === 0 ? (low < 0 ? -Infinity : 0) : edges[k - 1];
        const upper = k === edges.length ? (high > 0 ? Infinity : 0) : edges[k];
        if (upper <= 0) below.push(k);
        else if (lower >= 0) above.push(k);
      }
      for (const [side, colours] of [[below.reverse(), palette.below], [above, palette.above]]) {
        if (side.length > colours.length) side.shift(); // what is nearest to nought has no sign's colour
        side.forEach((k, place) => { made[k] = picked(colours, place, side.length); });
      }
      return made;
    }
    return d3.range(count).map((k) => picked(palette.sequential, k, count));
  }

  function picked(colours, place, count) {
    return colours[count === 1 ? colours.length >> 1 : Math.round((place * (colours.length - 1)) / (count - 1))];
  }

  class Explorer {
    constructor(root, told) {
      this.root = d3.select(root);
      this.told = told;
      this.words = told.words;
      this.count = told.units.ids.length;
      this.models = told.models.map((packed) => new gisplug.Model(packed));
      this.fields = told.fields.map((field) => unpacked(field));
      this.state = {
        view: this.models.length ? "spread" : `value 0`,
        model: 0, variable: 0, outwards: true, size: 1, order: -1, unit: -1, marked: new Set(),
        period: this.fields.length ? this.fields[0].periods.length - 1 : 0,
        sort: null, descending: true, rows: MOST_ROWS, search: "", only: false,
      };
      this.build();
      this.start();
      this.draw();
    }

    say(key, values = {}) {
      return (this.words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
    }

    // ---------------------------------------------------------------- the page

    build() {
      const part = (name, tag = "div") => this.root.append(tag).attr("class", `gx-${name}`);
      this.controls = part("controls").attr("role", "group").attr("aria-label", this.say("Settings"));
      this.told_line = part("told", "p").attr("role", "status").attr("aria-live", "polite");
      const body = part("body");
      this.map_part = body.append("div").attr("class", "gx-map");
      this.side = body.append("div").attr("class", "gx-side");
      this.legend = this.side.append("div").attr("class", "gx-legend");
      this.scatter_part = this.side.append("div").attr("class", "gx-scatter");
      this.table_part = part("table");
      this.tip = this.root.append("div").attr("class", "gx-tip").attr("hidden", true);
      this.buildControls();
      this.buildMap();
      this.buildScatter();
      this.buildTable();
    }

    labelled(label, name) {
      const box = this.controls.append("label").attr("class", `gx-${name}`);
      box.append("span").text(this.say(label));
      return box;
    }

    select(label, name, choices, value, changed) {
      const box = this.labelled(label, name);
      const list = box.append("select").attr("name", name);
      list.selectAll("option").data(choices).join("option").attr("value", (c) => c[0]).text((c) => c[1])
        .property("selected", (c) => String(c[0]) === String(value));
      list.on("change", () => { changed(list.property("value")); this.draw(); });
      return box;
    }

    buildControls() {
      const views = [];
      if (this.models.length) {
        views.push(["spread", this.say("Spread of a change: click a unit")]);
        for (const [kind, label] of [["own", "Own effect"], ["received", "Received from all others"], ["sent", "Sent to all others"]]) {
          views.push([kind, this.say(label)]);
        }
      }
      this.fields.forEach((field, k) => {
        views.push([`value ${k}`, field.label]);
        if (field.clusters) views.push([`lisa ${k}`, `${field.label}: ${this.say("clusters (LISA)")}`]);
      });
      this.select("Show", "view", views, this.state.view, (value) => {
        this.state.view = value;
        const field = this.field();
        if (field) this.state.period = Math.min(this.state.period, field.periods.length - 1);
        this.state.sort = null;
      });
      const choices = [];
      this.models.forEach((model, m) => model.told.variables.forEach((variable, v) => {
        const which = this.models.length > 1 ? ` (${model.told.name})` : "";
        choices.push([`${m} ${v}`, `${variable.label} \u2192 ${model.told.outcome_label}${which}`]);
      }));
      this.ofModel = [];
      if (choices.length) {
        this.ofModel.push(this.select("Change in", "variable", choices, "0 0", (value) => {
          [this.state.model, this.state.variable] = value.split(" ").map(Number);
        }));
        this.ofSpread = [
          this.select("Direction", "direction", [
            ["out", this.say("from the unit to all others (sent)")],
            ["in", this.say("from all others to the unit (received)")],
          ], "out", (value) => { this.state.outwards = value === "out"; }),
        ];
        const size = this.labelled("Size of the change", "size");
        size.append("input").attr("type", "number").attr("name", "size").attr("step", "any").attr("value", 1)
          .on("change", (event) => { this.state.size = Number(event.target.value) || 1; event.target.value = this.state.size; this.draw(); });
        this.ofSpread.push(size);
        const order = this.labelled("Order of neighbours", "order");
        this.orderText = order.append("output");
        order.append("input").attr("type", "range").attr("name", "order").attr("min", 0).attr("max", MOST_ORDER + 1)
          .attr("value", MOST_ORDER + 1)
          .on("input", (event) => {
            const value = Number(event.target.value);
            this.state.order = value > MOST_ORDER ? -1 : value;
            this.draw();
          });
        this.ofSpread.push(order);
      } else {
        this.ofSpread = [];
      }
      const year = this.labelled("Period", "period");
      this.periodText = year.append("output");
      this.periodSlider = year.append("input").attr("type", "range").attr("name", "period").attr("min", 0)
        .on("input", (event) => { this.state.period = Number(event.target.value); this.draw(); });
      this.playButton = year.append("button").attr("type", "button").attr("class", "gx-play").text("\u25b6")
        .attr("aria-label", this.say("Play the periods")).on("click", () => this.play());
      this.ofField = [year];
      const search = this.labelled("Find a unit", "search");
      const list = `gx-names-${Math.random().toString(36).slice(2)}`;
      search.append("input").attr("type", "search").attr("name", "search").attr("list", list).attr("autocomplete", "off")
        .on("input", (event) => {
          this.state.search = event.target.value.trim();
          this.drawTable();
        })
        .on("change", (event) => this.find(event.target.value.trim()))
        .on("keydown", (event) => {
          if (event.key !== "Enter") return;
          this.find(event.target.value.trim());
          event.preventDefault();
        });
      search.append("datalist").attr("id", list).selectAll("option").data(this.told.units.names).join("option")
        .attr("value", (name) => name);
      this.controls.append("button").attr("type", "button").attr("class", "gx-clear").text(this.say("Clear"))
        .on("click", () => { this.state.unit = -1; this.state.marked = new Set(); this.state.search = "";
          this.controls.select("input[name=search]").property("value", "");
          this.scatter.select(".gx-brush").call(this.brush.move, null); this.start(); this.draw(); });
    }

    buildMap() {
      const map = this.told.map;
      const pattern = `gx-dots-${Math.random().toString(36).slice(2)}`;
      const svg = this.map_part.append("svg").attr("viewBox", `0 0 ${map.width} ${map.height}`).attr("role", "application")
        .attr("tabindex", 0).attr("aria-label", this.say("Map of the units: arrow keys move, Enter chooses"));
      this.svg = svg;
      this.pattern = pattern;
      const zoomed = svg.append("g");
      zoomed.append("path").attr("class", "gx-land").attr("d", outline(map.background));
      this.centres = map.shapes.map(middle);
      this.paths = zoomed.append("g").attr("class", "gx-units").selectAll("path").data(d3.range(this.count)).join("path")
        .attr("d", (i) => outline(map.shapes[i]));
      this.ring = zoomed.append("path").attr("class", "gx-focus");
      this.zoom = d3.zoom().scaleExtent([1, 24]).translateExtent([[0, 0], [map.width, map.height]])
        .filter((event) => !event.shiftKey && !event.button && (event.type !== "wheel" || event.ctrlKey || event.metaKey))
        .on("zoom", (event) => zoomed.attr("transform", event.transform));
      svg.call(this.zoom).on("dblclick.zoom", null);
      this.paths.on("click", (event, i) => { if (!event.shiftKey) this.choose(i); else this.mark([i], true); })
        .on("pointerenter pointermove", (event, i) => this.hover(event, i)).on("pointerleave", () => this.tip.attr("hidden", true));
      svg.on("keydown", (event) => this.keyed(event));
      this.buildBox(svg, zoomed);
      const buttons = this.map_part.append("div").attr("class", "gx-zoom");
      for (const [sign, label, factor] of [["+", "Zoom in", 1.6], [MINUS, "Zoom out", 1 / 1.6]]) {
        buttons.append("button").attr("type", "button").text(sign).attr("aria-label", this.say(label))
          .on("click", () => svg.call(this.zoom.scaleBy, factor));
      }
      this.map_part.append("p").attr("class", "gx-hint").text(this.say("Drag with Shift held to mark several units; Ctrl and wheel zoom."));
    }

    /** A rectangle drawn with Shift held marks the units inside it. */
    buildBox(svg, zoomed) {
      const box = svg.append("rect").attr("class", "gx-box").attr("hidden", true);
      let start = null;
      svg.on("pointerdown.box", (event) => {
        if (!event.shiftKey) return;
        start = d3.pointer(event, svg.node());
        svg.node().setPointerCapture(event.pointerId);
        event.preventDefault();
      });
      svg.on("pointermove.box", (event) => {
        if (!start) return;
        const [x, y] = d3.pointer(event, svg.node());
        box.attr("hidden", null).attr("x", Math.min(x, start[0])).attr("y", Math.min(y, start[1]))
          .attr("width", Math.abs(x - start[0])).attr("height", Math.abs(y - start[1]));
      });
      svg.on("pointerup.box", (event) => {
        if (!start) return;
        const t = d3.zoomTransform(svg.node());
        const a = t.invert(start), b = t.invert(d3.pointer(event, svg.node()));
        const inside = (c) => (c[0] - a[0]) * (c[0] - b[0]) <= 0 && (c[1] - a[1]) * (c[1] - b[1]) <= 0;
        const far = Math.hypot(a[0] - b[0], a[1] - b[1]) > 4;
        start = null;
        box.attr("hidden", true);
        if (far) this.mark(d3.range(this.count).filter((i) => inside(this.centres[i])), false);
      });
    }

    buildScatter() {
      this.scatterSize = { width: 300, height: 260, left: 46, right: 8, top: 24, bottom: 38 };
      const { width, height } = this.scatterSize;
      const svg = this.scatter_part.append("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img");
      this.scatter = svg;
      svg.append("text").attr("class", "gx-title").attr("x", width / 2).attr("y", 14);
      svg.append("g").attr("class", "gx-x").attr("transform", `translate(0,${height - this.scatterSize.bottom})`);
      svg.append("g").attr("class", "gx-y").attr("transform", `translate(${this.scatterSize.left},0)`);
      svg.append("text").attr("class", "gx-axis").attr("x", (width + this.scatterSize.left) / 2).attr("y", height - 4);
      svg.append("text").attr("class", "gx-axis").attr("transform", `translate(11,${height / 2}) rotate(-90)`).attr("y", 0);
      svg.append("g").attr("class", "gx-cross");
      svg.append("line").attr("class", "gx-slope");
      const { left, right, top, bottom } = this.scatterSize;
      this.brush = d3.brush().extent([[left, top], [width - right, height - bottom]])
        .on("brush end", (event) => this.brushed(event));
      svg.append("g").attr("class", "gx-brush").call(this.brush);
      svg.append("g").attr("class", "gx-points");
    }

    buildTable() {
      this.tableHead = this.table_part.append("div").attr("class", "gx-tablehead");
      this.tableCount = this.tableHead.append("span");
      const only = this.tableHead.append("label");
      only.append("input").attr("type", "checkbox").attr("name", "only")
        .on("change", (event) => { this.state.only = event.target.checked; this.drawTable(); });
      only.append("span").text(this.say("marked units only"));
      this.table = this.table_part.append("div").attr("class", "gx-scroll").append("table");
      this.table.append("caption").attr("class", "gx-hidden").text(this.say("Numbers of the map"));
      this.table.append("thead").append("tr");
      this.table.append("tbody");
      this.more = this.table_part.append("button").attr("type", "button").attr("class", "gx-more")
        .text(this.say("Show more rows")).on("click", () => { this.state.rows *= 4; this.drawTable(); });
    }

    // ---------------------------------------------------------------- what is shown

    field() {
      const [kind, k] = this.state.view.split(" ");
      return kind === "value" || kind === "lisa" ? this.fields[Number(k)] : null;
    }

    scatterField() {
      return this.field() || this.fields[0] || null;
    }

    variable() {
      return this.models[this.state.model].told.variables[this.state.variable];
    }

    /** At first the unit that sends most is chosen, so that the map says something. */
    start() {
      if (!this.models.length || this.state.unit >= 0) return;
      const sent = this.variable().sent;
      if (sent) this.state.unit = d3.maxIndex(sent.value, Math.abs);
    }

    choose(i) {
      this.state.unit = i;
      this.draw();
    }

    /** Choose the unit of this name or id, or the first whose name holds it; the table shows all units again. */
    find(text) {
      if (!text) return;
      const { ids, names } = this.told.units;
      const exact = names.indexOf(text) >= 0 ? names.indexOf(text) : ids.indexOf(text);
      const at = exact >= 0 ? exact : this.found(text)[0];
      if (at === undefined) return;
      this.state.search = "";
      this.choose(at);
    }

    mark(units, further) {
      this.state.marked = new Set([...(further ? this.state.marked : []), ...units]);
      this.draw();
    }

    play() {
      const field = this.field();
      if (!field) return;
      if (this.timer) {
        this.timer.stop();
        this.timer = null;
        this.playButton.text("\u25b6");
        return;
      }
      this.playButton.text("\u23f8");
      this.state.period = 0;
      this.draw();
      this.timer = d3.interval(() => {
        if (this.state.period + 1 >= field.periods.length || this.field() !== field) {
          this.timer.stop();
          this.timer = null;
          this.playButton.text("\u25b6");
          return;
        }
        this.state.period += 1;
        this.draw();
      }, 800);
    }

    /** What the state asks for: values and colours on the map, columns of the table, a sentence. */
    view() {
      const { view, unit, period } = this.state;
      const [kind] = view.split(" ");
      if (kind === "spread") return this.spreadView();
      const field = this.field();
      if (field) {
        const values = field.values[period];
        const columns = [{ key: "value", label: field.label, values }];
        if (field.lag) columns.push({ key: "lag", label: this.say("Neighbours' mean"), values: field.lag[period] });
        if (field.clusters) {
          columns.push({ key: "cluster", label: this.say("Cluster"), values: field.clusters[period], words: this.told.clusters });
          columns.push({ key: "p", label: this.say("p"), values: field.p[period] });
        }
        const moran = field.moran ? this.say("Moran's I = {i}.", { i: shown(field.moran[period], 3) }) : "";
        const text = `${field.label}, ${field.periods[period]}. ${moran}${this.ofUnit(unit, values)}`;
        if (kind === "lisa") {
          const codes = field.clusters[period];
          const known = d3.range(this.told.clusters.length).filter((c) => codes.includes(c));
          return { values: codes, columns, text, colour: (c) => this.told.cluster_colours[c] ?? this.told.palette.none,
            legend: known.map((c) => [this.told.cluster_colours[c], `${this.told.clusters[c]} (${codes.filter((v) => v === c).length})`]) };
        }
        // one set of classes for all periods, so that years can be compared
        field.classes ??= classes(d3.merge(field.values.map((v) => [...v])), this.told.palette, "value");
        return { values, columns, text, colour: field.classes.colour, legend: field.classes.legend };
      }
      return this.totalsView(kind);
    }

    totalsView(kind) {
      const variable = this.variable();
      const labels = { own: this.say("Own"), received: this.say("Received"), sent: this.say("Sent") };
      const columns = [];
      for (const one of ["own", "received", "sent"]) {
        columns.push({ key: one, label: labels[one], values: variable[one].value });
        columns.push({ key: `${one} se`, label: `${labels[one]}: ${this.say("SE")}`, values: variable[one].se });
      }
      const { value, se } = variable[kind];
      const made = classes([...value], this.told.palette, "value");
      const wide = d3.max(value) - d3.min(value), error = d3.mean(se);
      const close = wide < 2 * error
        ? ` ${this.say("All units lie within {wide}; the standard error of one is {error}: the map shows no differences that are certain.", { wide: shown(wide, 3), error: shown(error, 3) })}` : "";
      const sentence = this.say({ own: "Effect of a change in a unit's own {x} on its {y}.",
        received: "Effect on a unit's {y} of a change in {x} of all others.",
        sent: "Effect of a change in a unit's {x} on {y} of all others, summed." }[kind],
      { x: variable.label, y: this.models[this.state.model].told.outcome_label });
      return { values: value, columns, colour: made.colour, legend: made.legend, pale: (i) => Math.abs(value[i]) < 1.959964 * se[i],
        text: `${sentence}${close}${this.ofUnit(this.state.unit, value)}` };
    }

    spreadView() {
      const { unit, outwards, size, order } = this.state;
      const none = new Float64Array(this.count).fill(NaN);
      if (unit < 0) return { values: none, columns: [], legend: [], colour: () => this.told.palette.none, text: this.say("Click a unit on the map, or find it by name.") };
      const model = this.models[this.state.model], variable = this.variable();
      const whole = model.effects(variable, unit, outwards);
      if (!whole) return { values: none, columns: [], legend: [], colour: () => this.told.palette.none, text: this.say("The spread could not be computed for these weights.") };
      let value = whole.value.map((v) => v * size);
      const se = whole.se.map((v) => v * Math.abs(size));
      const links = model.orders(unit, outwards);
      const columns = [];
      if (order >= 0) {
        const parts = model.steps(variable, unit, outwards, order);
        const upto = new Float64Array(this.count);
        for (const part of parts) for (let i = 0; i < this.count; i++) upto[i] += part[i] * size;
        columns.push({ key: "upto", label: this.say("Up to order {q}", { q: order }), values: upto });
        columns.push({ key: "effect", label: this.say("All orders"), values: value });
        value = upto;
      } else {
        columns.push({ key: "effect", label: this.say("Effect"), values: value });
      }
      const all = whole.value.map((v) => v * size);
      columns.push({ key: "se", label: this.say("SE"), values: se });
      columns.push({ key: "low", label: this.say("95% from"), values: all.map((v, i) => v - 1.959964 * se[i]) });
      columns.push({ key: "high", label: this.say("to"), values: all.map((v, i) => v + 1.959964 * se[i]) });
      columns.push({ key: "order", label: this.say("Links away"), values: Array.from(links, (q) => (q < 0 ? NaN : q)) });
      const others = value.slice();
      others[unit] = NaN;
      const made = classes([...others], { ...this.told.palette, signed: true }, "spread");
      const sum = d3.sum(others.filter((v) => Number.isFinite(v)));
      const most = d3.maxIndex(others, (v) => (Number.isFinite(v) ? Math.abs(v) : -1));
      const names = this.told.units.names;
      const values = { unit: names[unit], size: shown(size), x: variable.label, y: model.told.outcome_label, own: shown(value[unit]),
        sum: shown(sum), most: names[most], largest: shown(value[most]) };
      const text = outwards
        ? this.say("A change of {size} in {x} of {unit} changes {y} there by {own}, and in all others by {sum} together, most in {most} ({largest}).", values)
        : this.say("A change of {size} in {x} of every unit changes {y} of {unit} by {own} from its own and by {sum} from all others, most from {most} ({largest}).", values);
      return { values: others, shownValues: value, columns, colour: (v, i) => (i === unit ? this.told.palette.origin : made.colour(v)),
        legend: [[this.told.palette.origin, names[unit]], ...made.legend], pale: (i) => i !== unit && Math.abs(all[i]) < 1.959964 * se[i], text };
    }

    ofUnit(unit, values) {
      return unit < 0 ? "" : ` ${this.told.units.names[unit]}: ${shown(values[unit])}.`;
    }

    // ---------------------------------------------------------------- drawing

    draw() {
      const began = performance.now();
      const view = this.view();
      this.now = view;
      const { marked, unit } = this.state;
      const values = view.values;
      this.paths.attr("fill", (i) => view.colour(values[i], i))
        .attr("fill-opacity", view.pale ? (i) => (view.pale(i) ? 0.35 : 1) : null)
        .classed("gx-dim", marked.size ? (i) => !marked.has(i) : false);
      this.ring.attr("d", unit >= 0 ? outline(this.told.map.shapes[unit]) : null);
      this.told_line.text(view.text);
      this.drawControls();
      this.drawLegend(view);
      this.drawScatter();
      this.drawTable();
      this.root.attr("data-milliseconds", (performance.now() - began).toFixed(1));
    }

    drawControls() {
      const field = this.field();
      const spread = this.state.view === "spread";
      this.ofField.forEach((box) => box.attr("hidden", field && field.periods.length > 1 ? null : true));
      this.ofSpread.forEach((box) => box.attr("hidden", spread ? null : true));
      this.ofModel.forEach((box) => box.attr("hidden", field ? true : null));
      if (field) {
        this.periodSlider.attr("max", field.periods.length - 1).property("value", this.state.period)
          .attr("aria-valuetext", field.periods[this.state.period]);
        this.periodText.text(field.periods[this.state.period]);
      }
      if (this.orderText) this.orderText.text(this.state.order < 0 ? this.say("all") : this.state.order);
    }

    drawLegend(view) {
      const lines = [...view.legend];
      if (view.pale && view.values.some((v, i) => Number.isFinite(v) && view.pale(i))) lines.push(["pale", this.say("pale: not significant at 5 percent")]);
      if (view.values.some((v) => Number.isNaN(v)) && this.state.view !== "spread") lines.push([this.told.palette.none, this.say("no value")]);
      const rows = this.legend.selectAll("div").data(lines).join((enter) => {
        const row = enter.append("div");
        row.append("i");
        row.append("span");
        return row;
      });
      rows.select("i").style("background", (line) => (line[0] === "pale" ? "none" : line[0]));
      rows.select("span").text((line) => line[1]);
    }

    drawScatter() {
      const field = this.scatterField();
      this.scatter_part.attr("hidden", field && field.z ? null : true);
      if (!field || !field.z) return;
      const period = Math.min(this.state.period, field.periods.length - 1);
      const z = field.z[period], lag = field.lag_z[period];
      const { width, height, left, right, top, bottom } = this.scatterSize;
      const extent = (values) => { const [a, b] = d3.extent([...values].filter(Number.isFinite).concat(0)); const m = (b - a) * 0.06 || 1; return [a - m, b + m]; };
      const x = d3.scaleLinear(extent(z), [left, width - right]);
      const y = d3.scaleLinear(extent(lag), [height - bottom, top]);
      this.at = { x, y, z, lag };
      const svg = this.scatter;
      svg.select(".gx-x").call(d3.axisBottom(x).ticks(5));
      svg.select(".gx-y").call(d3.axisLeft(y).ticks(5));
      const titles = svg.selectAll(".gx-axis");
      titles.filter((_, k) => k === 0).text(this.say("{x}, standardised", { x: field.label }));
      titles.filter((_, k) => k === 1).text(this.say("Spatial lag"));
      svg.select(".gx-title").text(this.say("Moran scatter plot, {period}: I = {i}", { period: field.periods[period], i: shown(field.moran[period], 3) }));
      svg.select(".gx-cross").selectAll("line").data([[x(0), top, x(0), height - bottom], [left, y(0), width - right, y(0)]]).join("line")
        .attr("x1", (d) => d[0]).attr("y1", (d) => d[1]).attr("x2", (d) => d[2]).attr("y2", (d) => d[3]);
      const [low, high] = x.domain(), slope = field.moran[period];
      const clamp = (v) => Math.max(top, Math.min(height - bottom, y(v)));
      svg.select(".gx-slope").attr("x1", x(low)).attr("x2", x(high)).attr("y1", clamp(slope * low)).attr("y2", clamp(slope * high));
      const { marked, unit } = this.state;
      svg.select(".gx-points").selectAll("circle").data(d3.range(this.count).filter((i) => Number.isFinite(z[i]) && Number.isFinite(lag[i])), (i) => i)
        .join((enter) => enter.append("circle").on("click", (_, i) => this.choose(i))
          .on("pointerenter", (event, i) => this.hover(event, i)).on("pointerleave", () => this.tip.attr("hidden", true)))
        .attr("cx", (i) => x(z[i])).attr("cy", (i) => y(lag[i])).attr("r", (i) => (i === unit ? 5 : 3))
        .classed("gx-chosen", (i) => i === unit).classed("gx-marked", (i) => marked.has(i)).classed("gx-dim", marked.size ? (i) => !marked.has(i) : false);
      svg.attr("aria-label", svg.select(".gx-title").text());
    }

    brushed(event) {
      if (!event.sourceEvent || !this.at) return;
      const box = event.selection;
      const { x, y, z, lag } = this.at;
      const inside = (i) => box && x(z[i]) >= box[0][0] && x(z[i]) <= box[1][0] && y(lag[i]) >= box[0][1] && y(lag[i]) <= box[1][1];
      this.mark(box ? d3.range(this.count).filter(inside) : [], false);
    }

    found(text = this.state.search) {
      const wanted = text.toLowerCase();
      const { ids, names } = this.told.units;
      return d3.range(this.count).filter((i) => !wanted || names[i].toLowerCase().includes(wanted) || ids[i].toLowerCase().startsWith(wanted));
    }

    drawTable() {
      const view = this.now, state = this.state, names = this.told.units.names;
      const columns = [{ key: "name", label: this.say("Unit"), values: names, text: true }, ...view.columns];
      const chosen = columns.find((c) => c.key === state.sort) || columns[1] || columns[0];
      let rows = this.found();
      if (state.only && state.marked.size) rows = rows.filter((i) => state.marked.has(i));
      const order = chosen.text ? (a, b) => chosen.values[a].localeCompare(chosen.values[b], this.told.language)
        : (a, b) => {
          const p = chosen.values[a], q = chosen.values[b];
          return Number.isNaN(p) ? 1 : Number.isNaN(q) ? -1 : state.sort === null ? Math.abs(p) - Math.abs(q) : p - q;
        };
      rows.sort((a, b) => {
        if (!chosen.text && (Number.isNaN(chosen.values[a]) || Number.isNaN(chosen.values[b]))) return order(a, b);
        return state.descending && !(chosen.text && state.sort === null) ? order(b, a) : order(a, b);
      });
      const heads = this.table.select("thead tr").selectAll("th").data(columns).join("th").attr("scope", "col")
        .attr("aria-sort", (c) => (c === chosen ? (state.descending ? "descending" : "ascending") : "none"));
      heads.selectAll("button").data((c) => [c]).join("button").attr("type", "button")
        .text((c) => c.label + (c === chosen ? (state.descending ? " \u25be" : " \u25b4") : ""))
        .on("click", (_, c) => { state.descending = state.sort === c.key ? !state.descending : !c.text; state.sort = c.key; this.drawTable(); });
      const cell = (c, i) => (c.text ? c.values[i] : c.words ? c.words[c.values[i]] ?? "\u2013" : shown(c.values[i]));
      const lines = this.table.select("tbody").selectAll("tr").data(rows.slice(0, state.rows)).join("tr")
        .classed("gx-chosen", (i) => i === state.unit).classed("gx-marked", (i) => state.marked.has(i)).on("click", (_, i) => this.choose(i));
      lines.selectAll("td").data((i) => columns.map((c) => [c, i])).join("td").each(function ([c, i]) {
        const here = d3.select(this);
        if (c.text) here.selectAll("button").data([i]).join("button").attr("type", "button").text(cell(c, i));
        else here.text(cell(c, i));
      });
      this.more.attr("hidden", rows.length > state.rows ? null : true);
      const marked = state.marked.size && view.columns.length ? this.ofMarked(view) : "";
      this.tableCount.text(this.say("{shown} of {all} units.", { shown: rows.length, all: this.count }) + marked);
    }

    ofMarked(view) {
      const column = view.columns[0];
      if (column.words) return ` ${this.say("{n} marked.", { n: this.state.marked.size })}`;
      const inside = d3.mean([...this.state.marked], (i) => column.values[i]);
      const outside = d3.mean(d3.range(this.count).filter((i) => !this.state.marked.has(i)), (i) => column.values[i]);
      return ` ${this.say("{n} marked: mean {inside}; the others: {outside}.", { n: this.state.marked.size, inside: shown(inside), outside: shown(outside) })}`;
    }

    hover(event, i) {
      const values = this.now.shownValues || this.now.values;
      const text = this.state.view.startsWith("lisa") ? this.told.clusters[values[i]] ?? "" : shown(values[i]);
      const [x, y] = d3.pointer(event, this.root.node());
      this.tip.attr("hidden", null).style("left", `${x + 12}px`).style("top", `${y + 12}px`).text(`${this.told.units.names[i]}: ${text}`);
    }

    /** Arrow keys go to the nearest unit that way; plus and minus zoom; Escape clears the marks. */
    keyed(event) {
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      if (event.key === "Escape") this.mark([], false);
      else if (event.key === "+" || event.key === "-") this.svg.call(this.zoom.scaleBy, event.key === "+" ? 1.6 : 1 / 1.6);
      else if (ways[event.key]) {
        const [dx, dy] = ways[event.key];
        const from = this.centres[this.state.unit] || [this.told.map.width / 2, this.told.map.height / 2];
        let best = -1, least = Infinity;
        this.centres.forEach((to, i) => {
          const along = (to[0] - from[0]) * dx + (to[1] - from[1]) * dy;
          const aside = Math.abs((to[0] - from[0]) * dy) + Math.abs((to[1] - from[1]) * dx);
          const far = along + 2 * aside;
          if (i !== this.state.unit && along > 0 && far < least) { least = far; best = i; }
        });
        if (best >= 0) this.choose(best);
      } else return;
      event.preventDefault();
    }
  }

  function unpacked(field) {
    const cut = (text, kind) => {
      if (!text) return null;
      const all = gisplug.numbers(text, kind), count = all.length / field.periods.length;
      return field.periods.map((_, t) => Array.from(all.subarray(t * count, (t + 1) * count)));
    };
    return { ...field, values: cut(field.values, "f32"), z: cut(field.z, "f32"), lag_z: cut(field.lag_z, "f32"), lag: cut(field.lag, "f32"),
      clusters: cut(field.clusters, "i8"), p: cut(field.p, "f32") };
  }

  function read(told) {
    for (const model of told.models) {
      for (const variable of model.variables) {
        for (const kind of ["own", "received", "sent"]) {
          const packed = variable[kind];
          variable[kind] = { value: gisplug.numbers(packed.value, "f64"), se: gisplug.numbers(packed.se, "f64") };
        }
      }
    }
    return told;
  }

  gisplug.classes = classes;
  gisplug.explorers = [];
  gisplug.explore = function () {
    for (const place of document.querySelectorAll(".gx[data-explorer]")) {
      const told = JSON.parse(document.getElementById(place.dataset.explorer).textContent);
      place.querySelectorAll(".gx-fallback").forEach((node) => node.remove());
      gisplug.explorers.push(new Explorer(place, read(told)));
    }
  };
  gisplug.explore();
})((window.gisplug = window.gisplug || {}), window.d3);
