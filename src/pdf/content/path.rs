//! Paths → rules and fills. A rule is a stroke that runs along an axis, or a filled shape thin enough to be one.

use super::sink::Sink;
use super::state::State;
use crate::error::Error;
use crate::pdf::geometry::{Matrix, Rect};

/// Filled shapes up to this thickness, in points, are rules.
pub(super) const THIN: f64 = 3.0;
/// Strokes wider than this are areas.
const WIDE_STROKE: f64 = 5.0;
/// Points that one path may have; the rest is left out.
const MAX_POINTS: usize = 200_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Move,
    Line,
    Curve,
}

/// The path under construction, in shown coordinates.
#[derive(Debug, Default)]
pub(super) struct Path {
    points: Vec<(f64, f64, Step)>,
    /// Where each subpath begins, and whether it is closed.
    parts: Vec<(usize, bool)>,
    current: (f64, f64),
    /// `W` or `W*` came: the next painting operator clips.
    pub clips: bool,
}

impl Path {
    pub fn move_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        // A second `m` in a row replaces the first.
        if let Some(&(start, false)) = self.parts.last()
            && start + 1 == self.points.len()
        {
            self.points.pop();
            self.parts.pop();
        }
        self.push(ctm, x, y, Step::Move);
    }

    pub fn line_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        let step = if self.is_open() { Step::Line } else { Step::Move };
        self.push(ctm, x, y, step);
    }

    pub fn curve_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        let step = if self.is_open() { Step::Curve } else { Step::Move };
        self.push(ctm, x, y, step);
    }

    pub fn rectangle(&mut self, ctm: &Matrix, x: f64, y: f64, w: f64, h: f64) {
        self.move_to(ctm, x, y);
        self.line_to(ctm, x + w, y);
        self.line_to(ctm, x + w, y + h);
        self.line_to(ctm, x, y + h);
        self.close();
    }

    fn is_open(&self) -> bool {
        self.parts.last().is_some_and(|p| !p.1)
    }

    fn push(&mut self, ctm: &Matrix, x: f64, y: f64, step: Step) {
        let (x, y) = ctm.apply(x, y);
        if self.points.len() >= MAX_POINTS || !x.is_finite() || !y.is_finite() {
            return;
        }
        if step == Step::Move {
            self.parts.push((self.points.len(), false));
        }
        self.points.push((x, y, step));
        self.current = (x, y);
    }

    pub fn close(&mut self) {
        if let Some((start, closed)) = self.parts.last_mut() {
            *closed = true;
            if let Some(p) = self.points.get(*start) {
                self.current = (p.0, p.1);
            }
        }
    }

    fn parts(&self) -> impl Iterator<Item = (&[(f64, f64, Step)], bool)> {
        self.parts.iter().enumerate().map(|(i, &(start, closed))| {
            let end = self.parts.get(i + 1).map_or(self.points.len(), |p| p.0);
            (self.points.get(start..end).unwrap_or_default(), closed)
        })
    }

    pub fn bounds(points: &[(f64, f64, Step)]) -> Rect {
        let mut r = Rect::EMPTY;
        for p in points {
            r.add(p.0, p.1);
        }
        r
    }

    /// Paints and forgets the path; takes over a pending clip.
    pub fn paint(
        &mut self,
        fill: bool,
        stroke: bool,
        state: &mut State,
        sink: &mut Sink<'_>,
    ) -> Result<(), Error> {
        let inked = stroke && state.style.stroke.vivid;
        if inked || fill && state.style.fill.vivid {
            let room = super::seal::MOST.saturating_sub(sink.page.seals.len());
            let seals = self.parts().filter_map(|p| super::seal::seal(p.0)).filter(|s| s.round || inked);
            sink.page.seals.extend(seals.take(room));
        }
        if fill {
            self.fill(state, sink)?;
        }
        if stroke {
            self.stroke(state, sink)?;
        }
        if self.clips {
            let mut bounds = Rect::EMPTY;
            for p in &self.points {
                bounds.add(p.0, p.1);
            }
            state.clip = state.clip.intersect(&bounds);
            let mut parts = self.parts();
            state.clip_exact &= parts.next().is_some_and(|p| is_rectangle(p.0)) && parts.next().is_none();
        }
        self.points.clear();
        self.parts.clear();
        self.clips = false;
        Ok(())
    }

    fn fill(&self, state: &State, sink: &mut Sink<'_>) -> Result<(), Error> {
        if state.style.fill.alpha < 0.02 {
            return Ok(());
        }
        let light = state.style.fill.seen();
        if let Some([outer, inner]) = self.frame() {
            for side in [
                Rect { y1: inner.y0, ..outer },
                Rect { y0: inner.y1, ..outer },
                Rect { x1: inner.x0, ..outer },
                Rect { x0: inner.x1, ..outer },
            ] {
                sink.rule(&side, &state.clip, light)?;
            }
            return Ok(());
        }
        for (points, _) in self.parts() {
            let r = Self::bounds(points);
            if r.is_empty() || points.len() < 2 {
                continue;
            }
            let (long, thin) = (r.width().max(r.height()), r.width().min(r.height()));
            let straight = points.iter().all(|p| p.2 != Step::Curve);
            if thin <= THIN && (straight || long > 4.0 * thin) && (points.len() <= 6 || long > 8.0 * thin) {
                sink.rule(&r, &state.clip, light)?;
            } else if is_rectangle(points) {
                sink.fill(&r, state, light)?;
            } else {
                sink.page.path_segments += points.len();
                sink.hidden.unknown(r.intersect(&state.clip));
            }
        }
        Ok(())
    }

    /// A border drawn as one shape: a rectangle with a rectangular hole a little smaller.
    fn frame(&self) -> Option<[Rect; 2]> {
        if self.parts.len() != 2 {
            return None;
        }
        let mut rects = [Rect::EMPTY; 2];
        for (slot, (points, _)) in rects.iter_mut().zip(self.parts()) {
            if !is_rectangle(points) {
                return None;
            }
            *slot = Self::bounds(points);
        }
        let [a, b] = rects;
        let (outer, inner) = if a.width() >= b.width() { (a, b) } else { (b, a) };
        let gaps = [inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1];
        let holds =
            gaps.iter().all(|g| (-0.01..=THIN).contains(g)) && inner.width() > THIN && inner.height() > THIN;
        holds.then_some([outer, inner])
    }

    fn stroke(&self, state: &State, sink: &mut Sink<'_>) -> Result<(), Error> {
        if state.style.stroke.alpha < 0.02 {
            return Ok(());
        }
        let width = (state.style.line_width * state.ctm.mean_scale()).abs().max(0.1);
        let light = state.style.stroke.seen();
        for (points, closed) in self.parts() {
            if is_outline(points, closed) {
                sink.page.path_segments += points.len();
                continue;
            }
            let back = points.first().map(|p| (p.0, p.1, Step::Line)).filter(|_| closed && points.len() > 2);
            for pair in points.windows(2) {
                if let [a, b] = pair {
                    segment(a, b, width, light, state, sink)?;
                }
            }
            if let (Some(last), Some(first)) = (points.last(), back) {
                segment(last, &first, width, light, state, sink)?;
            }
        }
        Ok(())
    }
}

/// Largest letter whose outline is told from a frame.
const LETTER: f64 = 80.0;

/// Whether a subpath is a piece of a letter's outline: small, and with curves or with many corners off the axes.
fn is_outline(points: &[(f64, f64, Step)], closed: bool) -> bool {
    if points.len() < 4 || !closed {
        return false;
    }
    let bounds = Path::bounds(points);
    if bounds.width().max(bounds.height()) > LETTER {
        return false;
    }
    let oblique =
        points.windows(2).filter(|w| (w[0].0 - w[1].0).abs() > 0.2 && (w[0].1 - w[1].1).abs() > 0.2).count();
    points.iter().any(|p| p.2 == Step::Curve) || oblique >= 2
}

fn segment(
    a: &(f64, f64, Step),
    b: &(f64, f64, Step),
    width: f64,
    light: f32,
    state: &State,
    sink: &mut Sink<'_>,
) -> Result<(), Error> {
    let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
    let (long, off) = (dx.max(dy), dx.min(dy));
    if b.2 == Step::Curve || off > 0.02 * long + 0.2 {
        sink.page.path_segments += 1;
        return Ok(());
    }
    if long == 0.0 {
        return Ok(());
    }
    let half = width / 2.0;
    let mut r = Rect { x0: a.0.min(b.0), y0: a.1.min(b.1), x1: a.0.max(b.0), y1: a.1.max(b.1) };
    if width > WIDE_STROKE {
        if dx >= dy {
            (r.y0, r.y1) = (r.y0 - half, r.y1 + half);
        } else {
            (r.x0, r.x1) = (r.x0 - half, r.x1 + half);
        }
        return sink.fill(&r, state, light);
    }
    // A dash shorter than it is thick still runs the way it was drawn.
    let half = half.min(long * 0.45);
    if dx >= dy {
        let y = f64::midpoint(r.y0, r.y1);
        (r.y0, r.y1) = (y - half, y + half);
    } else {
        let x = f64::midpoint(r.x0, r.x1);
        (r.x0, r.x1) = (x - half, x + half);
    }
    sink.rule(&r, &state.clip, light)
}

pub(super) fn is_rectangle(points: &[(f64, f64, Step)]) -> bool {
    let corners = match points {
        [a, .., z] if points.len() == 5 && (a.0 - z.0).abs() < 0.01 && (a.1 - z.1).abs() < 0.01 => {
            &points[..4]
        }
        _ if points.len() == 4 => points,
        _ => return false,
    };
    let r = Path::bounds(corners);
    let tolerance = 0.05 + 0.01 * r.width().min(r.height());
    corners.iter().all(|p| {
        p.2 != Step::Curve
            && (p.0 - r.x0).abs().min((p.0 - r.x1).abs()) <= tolerance
            && (p.1 - r.y0).abs().min((p.1 - r.y1).abs()) <= tolerance
    })
}
