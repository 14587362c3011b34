use rubricate::{
    read::{decode::Role, train::Settings},
    tune::*,
};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let mut l = Vec::new();
    for d in a[1].split(',') {
        l.extend(load(d.as_ref()).unwrap());
    }
    let g = |i: usize, d: f64| a.get(i).map_or(d, |s| s.parse().unwrap());
    let s = Settings { l1: g(2, 0.15), l2: g(3, 0.7), rounds: g(4, 150.) as usize, collections: g(5, 2.) as usize };
    let t = std::time::Instant::now();
    let (c, p) = leave_one_out(&l, s);
    let core =
        [Role::Head, Role::Dateline, Role::Salute, Role::Paragraph, Role::Closer, Role::Signed, Role::Postscript];
    for (r, x) in &c {
        println!("{:12} {:.3} {:?}", r.name(), f1(*x), x);
    }
    println!(
        "macro {:.4} perfect {} of {} in {:?}",
        core.iter().map(|r| f1(*c.get(r).unwrap_or(&[0; 3]))).sum::<f64>() / 7.,
        p,
        l.len(),
        t.elapsed()
    );
    if let Some(o) = a.get(6) {
        std::fs::write(o, tune(&l, s)).unwrap();
    }
}
