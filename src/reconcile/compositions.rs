//! Wholes that their parts make up by definition, where several rules speak of them.

/// What “三公” consists of, in the two ways it is told.
pub const THREE_PUBLIC: [(&str, &[&str]); 2] = [
    ("three_public.total", &["three_public.abroad", "three_public.reception", "three_public.vehicle"]),
    (
        "three_public.total",
        &[
            "three_public.abroad",
            "three_public.reception",
            "three_public.vehicle.purchase",
            "three_public.vehicle.operation",
        ],
    ),
];
