//! What is declared and what the migrations made are the same tables.

use app::ports::Query;
use app::rows::tables::ALL;

use crate::world::World;

/// C1: every declared table and column is there; a column that only one side knows would lose what is written.
#[tokio::test(flavor = "multi_thread")]
async fn every_declared_table_is_there_with_its_columns_in_order() {
    let world = World::new().await;
    for table in ALL {
        let declared: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
        let sql = format!("SELECT name FROM pragma_table_info('{}') ORDER BY cid", table.name);
        let query = Query { name: table.name, sql: Box::leak(sql.into_boxed_str()) };
        let rows = world.app.store.query(query, Vec::new()).await.unwrap();
        let made: Vec<String> = rows.into_iter().map(|row| app::queries::Columns::of(row).text()).collect();
        assert_eq!(made, declared, "{}", table.name);
    }
}
