/** What must hold whatever happens: one checker, one claim. A checker that finds it broken throws with the story. */
@NullMarked
package org.yagura.sim.check;

import org.jspecify.annotations.NullMarked;
