//! What differs between two records, as a table.

use leptos::prelude::*;

use super::messages::text;
use super::words;
use crate::domain::admin::difference::Difference;

/// Field, before and after.
#[component]
pub(super) fn DifferenceTable(differences: Vec<Difference>) -> impl IntoView {
    let row = |Difference { field, before, after }: Difference| {
        let (before, after) = (words::value(&field, &before), words::value(&field, &after));
        view! { class="wrapup",
            <tr>
                <th scope="row">{words::field(&field)}</th>
                <td class="admin-before">{before}</td>
                <td class="admin-after">{after}</td>
            </tr>
        }
    };
    let rows: Vec<_> = differences.into_iter().map(row).collect();
    view! { class="wrapup",
        <div class="admin-scroll" tabindex="0" role="region" aria-label=text("admin.diff.title")>
            <table class="admin-table admin-differences">
                <thead>
                    <tr>
                        <th scope="col">{text("admin.diff.field")}</th>
                        <th scope="col">{text("admin.diff.before")}</th>
                        <th scope="col">{text("admin.diff.after")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
