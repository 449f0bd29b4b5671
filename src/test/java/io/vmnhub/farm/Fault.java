// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

/** What fails, and is mended again. */
enum Fault {
    NODE_KILLED(false) {
        @Override
        void strike(FarmProof farm, int node) throws Exception {
            farm.nodes().hub(node).kill();
        }

        @Override
        void mend(FarmProof farm, int node) {
            farm.nodes().hub(node).start();
        }
    },
    NODE_STANDS_STILL(false) {
        @Override
        void strike(FarmProof farm, int node) throws Exception {
            farm.nodes().hub(node).freeze();
        }

        @Override
        void mend(FarmProof farm, int node) throws Exception {
            farm.nodes().hub(node).thaw();
        }
    },
    NODE_CUT_OFF(false) {
        @Override
        void strike(FarmProof farm, int node) throws Exception {
            GridNetwork.cut(node);
        }

        @Override
        void mend(FarmProof farm, int node) throws Exception {
            GridNetwork.heal();
        }
    },
    DATABASE_STANDS_STILL(true) {
        @Override
        void strike(FarmProof farm, int node) throws Exception {
            farm.database().freeze();
        }

        @Override
        void mend(FarmProof farm, int node) throws Exception {
            farm.database().thaw();
        }
    },
    BROKER_STANDS_STILL(true) {
        @Override
        void strike(FarmProof farm, int node) throws Exception {
            farm.brokers().freeze();
        }

        @Override
        void mend(FarmProof farm, int node) throws Exception {
            farm.brokers().thaw();
        }
    },
    /** The backup takes over, and later the primary again. */
    BROKER_KILLED(false) {
        @Override
        void strike(FarmProof farm, int node) throws Exception {
            farm.brokers().failOver();
        }

        @Override
        void mend(FarmProof farm, int node) throws Exception {
            farm.brokers().failBack();
        }
    },
    NODES_UPGRADED_ONE_BY_ONE(false) {
        @Override
        void strike(FarmProof farm, int node) throws Exception {
            for (int i = 0; i < Nodes.COUNT; i++) {
                farm.nodes().hub(i).terminate();
                if (farm.nodes().hub(i).awaitExit(90) != 0) {
                    throw new IllegalStateException("node " + i + " did not end in order");
                }
                farm.nodes().hub(i).start();
                farm.awaitWhole();
            }
        }

        @Override
        void mend(FarmProof farm, int node) {
            // each is back already
        }
    },
    BOTH_BROKERS_KILLED(true) {
        @Override
        void strike(FarmProof farm, int node) throws Exception {
            farm.brokers().kill();
        }

        @Override
        void mend(FarmProof farm, int node) throws Exception {
            farm.brokers().start();
        }
    };

    private final boolean ofAllNodes;

    Fault(boolean ofAllNodes) {
        this.ofAllNodes = ofAllNodes;
    }

    abstract void strike(FarmProof farm, int node) throws Exception;

    abstract void mend(FarmProof farm, int node) throws Exception;

    /** A node is still away when the others have taken it for lost and look for it again. */
    int longestMillis() {
        return this == NODE_STANDS_STILL || this == NODE_CUT_OFF ? 20_000 : 8_000;
    }

    /** The others do the work of what fails; an upgrade is no failure, and takes as long as the nodes' starts. */
    boolean isMadeUpFor() {
        return !ofAllNodes && this != NODES_UPGRADED_ONE_BY_ONE;
    }

    /** Nodes cannot make up for what all of them use: recovery begins when it is back. */
    boolean isOfAllNodes() {
        return ofAllNodes;
    }
}
