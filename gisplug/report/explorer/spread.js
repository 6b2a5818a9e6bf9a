// How a change in one unit's variable spreads over all units: sparse weights, solved in the page.
// Effects are (I - rho W)^-1 (beta + theta W_x) applied to the change; standard errors by the delta method.
(function (gisplug) {
  "use strict";

  const TOLERANCE = 1e-13;
  const MOST_STEPS = 2000;

  /** Numbers written as base64, little end first: "f64", "f32", "i32", "i8". */
  gisplug.numbers = function (text, kind) {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    const types = { f64: Float64Array, f32: Float32Array, i32: Int32Array, i8: Int8Array };
    return new types[kind](bytes.buffer);
  };

  /** Sparse weights, row by row. */
  class Weights {
    constructor(start, to, value) {
      this.start = start;
      this.to = to;
      this.value = value;
      this.count = start.length - 1;
    }

    static read(packed) {
      return new Weights(
        gisplug.numbers(packed.start, "i32"),
        gisplug.numbers(packed.to, "i32"),
        gisplug.numbers(packed.value, "f64"),
      );
    }

    times(x) {
      const made = new Float64Array(this.count);
      for (let i = 0; i < this.count; i++) {
        let sum = 0;
        for (let k = this.start[i]; k < this.start[i + 1]; k++) sum += this.value[k] * x[this.to[k]];
        made[i] = sum;
      }
      return made;
    }

    transposed() {
      const start = new Int32Array(this.count + 1);
      for (const j of this.to) start[j + 1]++;
      for (let j = 0; j < this.count; j++) start[j + 1] += start[j];
      const place = start.slice();
      const to = new Int32Array(this.to.length);
      const value = new Float64Array(this.to.length);
      for (let i = 0; i < this.count; i++) {
        for (let k = this.start[i]; k < this.start[i + 1]; k++) {
          const at = place[this.to[k]]++;
          to[at] = i;
          value[at] = this.value[k];
        }
      }
      return new Weights(start, to, value);
    }
  }

  function dot(a, b) {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }

  function combined(a, x, b, y) {
    const made = new Float64Array(x.length);
    for (let i = 0; i < x.length; i++) made[i] = a * x[i] + b * y[i];
    return made;
  }

  /** Solve (I - rho W) x = right by the stabilised biconjugate gradients; null where it does not converge. */
  function solved(weights, rho, right) {
    const size = Math.sqrt(dot(right, right));
    if (rho === 0 || size === 0) return right.slice();
    const applied = (x) => combined(1, x, -rho, weights.times(x));
    let x = right.slice();
    let r = combined(1, right, -1, applied(x));
    const shadow = r.slice();
    let old = 1, alpha = 1, omega = 1;
    let v = new Float64Array(x.length), p = new Float64Array(x.length);
    for (let step = 0; step < MOST_STEPS; step++) {
      if (Math.sqrt(dot(r, r)) <= TOLERANCE * size) return x;
      const now = dot(shadow, r);
      if (now === 0) return null;
      const beta = (now / old) * (alpha / omega);
      p = combined(1, r, beta, combined(1, p, -omega, v));
      v = applied(p);
      alpha = now / dot(shadow, v);
      const s = combined(1, r, -alpha, v);
      const t = applied(s);
      const square = dot(t, t);
      omega = square === 0 ? 0 : dot(t, s) / square;
      x = combined(1, combined(1, x, alpha, p), omega, s);
      r = combined(1, s, -omega, t);
      old = now;
      if (omega === 0) return Math.sqrt(dot(r, r)) <= 1e-9 * size ? x : null;
    }
    return Math.sqrt(dot(r, r)) <= 1e-9 * size ? x : null;
  }

  /** A fitted model: its weights both ways round, and what its regressors do. */
  class Model {
    constructor(packed) {
      this.told = packed;
      this.rho = packed.rho;
      this.w = packed.w ? Weights.read(packed.w) : null;
      this.wx = packed.wx === "w" ? this.w : packed.wx ? Weights.read(packed.wx) : null;
      this.back = { w: null, wx: null };
    }

    _matrices(outwards) {
      if (outwards) return { w: this.w, wx: this.wx };
      if (this.back.w === null && this.w) this.back.w = this.w.transposed();
      if (this.back.wx === null && this.wx) this.back.wx = this.wx === this.w ? this.back.w : this.wx.transposed();
      return this.back;
    }

    /**
     * Effects of a change in unit `at` on all units (outwards), or on unit `at` of such a change in each unit.
     * Returns {value, se} over units; null where the system does not converge.
     */
    effects(variable, at, outwards) {
      const { w, wx } = this._matrices(outwards);
      const one = new Float64Array(this.count());
      one[at] = 1;
      const lagged = (x) => (wx ? wx.times(x) : new Float64Array(x.length));
      const through = (x) => (w ? solved(w, this.rho, x) : x);
      let ofBeta, ofTheta, ofRho;
      if (outwards) {
        ofBeta = through(one);
        ofTheta = through(lagged(one));
        if (!ofBeta || !ofTheta) return null;
        const value = combined(variable.beta, ofBeta, variable.theta, ofTheta);
        ofRho = w ? through(w.times(value)) : new Float64Array(one.length);
      } else {
        const inverse = through(one);
        if (!inverse) return null;
        ofBeta = inverse;
        ofTheta = lagged(inverse);
        const again = w ? through(w.times(inverse)) : new Float64Array(one.length);
        if (!again) return null;
        ofRho = combined(variable.beta, again, variable.theta, lagged(again));
      }
      if (!ofRho) return null;
      const value = combined(variable.beta, ofBeta, variable.theta, ofTheta);
      const se = new Float64Array(value.length);
      const c = variable.cov;
      for (let i = 0; i < value.length; i++) {
        const g = [ofBeta[i], ofTheta[i], ofRho[i]];
        let square = 0;
        for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) square += g[a] * c[3 * a + b] * g[b];
        se[i] = Math.sqrt(Math.max(square, 0));
      }
      return { value, se };
    }

    /** The parts that arrive with each power of W, from 0 to `orders`. */
    steps(variable, at, outwards, orders) {
      const { w, wx } = this._matrices(outwards);
      const zeros = () => new Float64Array(this.count());
      const further = (x) => (w ? w.times(x).map((value) => value * this.rho) : zeros());
      const lagged = (x) => (wx ? wx.times(x).map((value) => value * variable.theta) : zeros());
      let power = zeros();
      power[at] = 1;
      let lag = lagged(power); // outwards W^(q-1) W_x; inwards W_x' (W')^(q-1)
      const made = [power.map((value) => value * variable.beta)];
      for (let q = 1; q <= orders; q++) {
        const next = further(power);
        made.push(combined(variable.beta, next, 1, lag));
        lag = outwards ? further(lag) : lagged(next);
        power = next;
      }
      return made;
    }

    /** Least number of links from unit `at` to each unit, -1 where there is no way. */
    orders(at, outwards) {
      // an effect of unit `at` reaches those whose rows of W hold it
      const { w, wx } = this._matrices(!outwards);
      const graph = w || wx;
      const order = new Int32Array(this.count()).fill(-1);
      order[at] = 0;
      let border = [at];
      for (let q = 1; border.length && graph; q++) {
        const next = [];
        for (const i of border) {
          for (let k = graph.start[i]; k < graph.start[i + 1]; k++) {
            const j = graph.to[k];
            if (order[j] < 0 && graph.value[k] !== 0) {
              order[j] = q;
              next.push(j);
            }
          }
        }
        border = next;
      }
      return order;
    }

    count() {
      return (this.w || this.wx).count;
    }
  }

  gisplug.Model = Model;
  gisplug.Weights = Weights;
})((window.gisplug = window.gisplug || {}));
