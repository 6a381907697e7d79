/** What was measured, as a page for people, plots, and JSON for programs. */
@NullMarked
package org.yagura.bench.report;

import org.jspecify.annotations.NullMarked;
