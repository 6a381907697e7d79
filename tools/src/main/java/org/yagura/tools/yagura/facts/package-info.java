/** What can be found out from outside of the services in a scan directory: one reader for all subcommands. */
@NullMarked
package org.yagura.tools.yagura.facts;

import org.jspecify.annotations.NullMarked;
