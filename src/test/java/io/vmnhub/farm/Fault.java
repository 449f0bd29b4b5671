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
            farm.broker().freeze();
        }

        @Override
        void mend(FarmProof farm, int node) throws Exception {
            farm.broker().thaw();
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
    BROKER_KILLED(true) {
        @Override
        void strike(FarmProof farm, int node) throws Exception {
            farm.broker().kill();
        }

        @Override
        void mend(FarmProof farm, int node) throws Exception {
            farm.broker().start();
        }
    };

    private final boolean ofAllNodes;

    Fault(boolean ofAllNodes) {
        this.ofAllNodes = ofAllNodes;
    }

    abstract void strike(FarmProof farm, int node) throws Exception;

    abstract void mend(FarmProof farm, int node) throws Exception;

    /** Nodes cannot make up for what all of them use: recovery begins when it is back. */
    boolean isOfAllNodes() {
        return ofAllNodes;
    }
}
